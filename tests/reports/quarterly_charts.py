"""One chart of every kind, as the quarterly sample shows them."""

from platforms.display import MetricUnit


def charts(last):
    """line, bar, net, top, combo, stacked; ``last`` is the figure the first title cites."""
    from reports.charts import Break, ChartSpec, SeriesSpec
    from reports.pieces import compose

    weeks = [
        "7/1",
        "7/6",
        "7/13",
        "7/20",
        "7/27",
        "8/3",
        "8/10",
        "8/17",
        "8/24",
        "8/31",
        "9/7",
        "9/14",
        "9/21",
        "9/28",
    ]
    line = ChartSpec(
        "line",
        compose("互動率回升，自八月起連續六週高於上季的{last}", last=last),
        "互動率，每週",
        weeks,
        [
            SeriesSpec(
                "小山咖啡 Facebook",
                [
                    0.041,
                    0.042,
                    0.0405,
                    0.043,
                    0.044,
                    None,
                    0.047,
                    0.049,
                    0.05,
                    0.0512,
                    0.0498,
                    0.052,
                    0.051,
                    0.0535,
                ],
                accent=1,
            ),
            SeriesSpec(
                "小山咖啡 Instagram",
                [
                    0.032,
                    0.0335,
                    0.031,
                    0.036,
                    0.035,
                    0.0355,
                    0.037,
                    0.0362,
                    0.04,
                    0.0412,
                    0.0405,
                    0.043,
                    0.044,
                    0.0441,
                ],
                accent=2,
            ),
        ],
        MetricUnit.RATIO,
        "折線圖：兩個帳號每週互動率，七月約百分之四，九月底超過百分之五。",
        breaks=[Break(8, "定義變更")],
        axis_label="週（起日）",
    )
    bar = ChartSpec(
        "bar",
        "短影音帶來最多觸及",
        "各帳號每月貼文觸及合計（人會重複計算）",
        ["七月", "八月", "九月"],
        [
            SeriesSpec("Facebook", [98_200, 110_450, 128_300], accent=1),
            SeriesSpec("Instagram", [54_020, 61_990, 70_377], accent=2),
            SeriesSpec("YouTube", [12_000, 9_800, None], accent=3),
        ],
        MetricUnit.COUNT,
        "長條圖：三個帳號每月觸及合計，九月最高。",
        axis_label="月份",
    )
    net = ChartSpec(
        "bar",
        "粉絲在八月流失",
        "每月淨增粉絲人數（人）",
        ["七月", "八月", "九月"],
        [SeriesSpec("淨增粉絲", [120, -510, 78])],
        MetricUnit.COUNT,
        "長條圖：淨增粉絲，八月為負。",
        axis_label="月份",
    )
    top = ChartSpec(
        "bar",
        "互動最多的五則貼文",
        "互動數（心情、留言、分享合計）",
        [
            "【中秋限定】月見拿鐵回來了，前一百名加贈手工柚子餅乾",
            "店長的一日：凌晨四點的烘豆室",
            "新品開箱",
            "你喝咖啡加糖嗎？留言告訴我們",
            "九月營業時間異動公告",
        ],
        [SeriesSpec("互動數", [4_210, 3_377, 2_950, 2_104, 980])],
        MetricUnit.COUNT,
        "橫條圖：五則貼文的互動數，第一名是中秋限定貼文。",
        horizontal=True,
        axis_label="貼文",
    )
    combo = ChartSpec(
        "combo",
        "發得少，互動反而高",
        "長條：貼文數（則）；折線：互動率",
        ["七月", "八月", "九月"],
        [
            SeriesSpec("貼文數", [48, 41, 34]),
            SeriesSpec("互動率", [0.041, 0.046, 0.052], "secondary"),
        ],
        MetricUnit.COUNT,
        "組合圖：貼文數逐月下降，互動率逐月上升。",
        MetricUnit.RATIO,
        axis_label="月份",
    )
    stacked = ChartSpec(
        "stacked_bar",
        "照片仍占一半",
        "各類型貼文數（則）",
        ["七月", "八月", "九月"],
        [
            SeriesSpec("照片", [24, 20, 17]),
            SeriesSpec("短影音", [10, 12, 12]),
            SeriesSpec("輪播", [9, 6, 4]),
            SeriesSpec("連結", [5, 3, 1]),
        ],
        MetricUnit.COUNT,
        "堆疊長條圖：各類型貼文數。",
        axis_label="月份",
    )
    return line, bar, net, top, combo, stacked
