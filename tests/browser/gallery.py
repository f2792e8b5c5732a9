"""Every component on one page: a place to look at them, and for the browser tests to check.

Its addresses stand in the test suite only (use it as ROOT_URLCONF); the product has no gallery.
"""

from datetime import date
from types import SimpleNamespace as Thing

from csp.decorators import csp_update
from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import include, path

from workspaces.periods import month_of, quarter_of, week_of

DAY = date(2026, 11, 21)


class TargetForm(forms.Form):
    name = forms.CharField(label="名稱", help_text="例如：年度互動率")
    value = forms.DecimalField(label="目標值", min_value=0)
    metric = forms.ChoiceField(label="指標", choices=[("rate", "互動率"), ("reach", "觸及人數")])
    kind = forms.ChoiceField(
        label="層級",
        choices=[("kgi", "KGI"), ("csf", "CSF"), ("kpi", "KPI")],
        widget=forms.RadioSelect,
    )
    due = forms.DateField(label="期限", widget=forms.DateInput(attrs={"type": "date"}))
    note = forms.CharField(label="說明", widget=forms.Textarea, required=False)
    tell = forms.BooleanField(label="落後時通知我", required=False, help_text="每週一早上一次")


def job(status: str, **fields: object) -> Thing:
    words = {"queued": "等待中", "running": "進行中", "done": "完成", "failed": "沒有完成"}
    base = {
        "pk": 1200 + len(status),
        "label": "匯入 3 個檔案",
        "status": status,
        "get_status_display": words[status],
        "is_active": status in ("queued", "running"),
        "done": 0,
        "total": 0,
        "step": "",
        "error": "",
        "result_url": "",
        "cancel_requested": False,
    }
    return Thing(**(base | fields))


def _posts() -> list[Thing]:
    rows = [
        (
            "facebook",
            "雙11 戰報：三天賣出 12,480 份",
            "11/16（一）18:00",
            "48,210",
            "6.2%",
            "good",
            "達標",
        ),
        (
            "instagram",
            "幕後花絮 Reels｜倉庫日常",
            "11/15（日）20:30",
            "31,904",
            "5.7%",
            "good",
            "達標",
        ),
        (
            "youtube",
            "開箱影片 EP.24：冬季禮盒怎麼選，三種預算一次看完，還有隱藏優惠",
            "11/10（二）21:00",
            "12,480",
            "4.1%",
            "warn",
            "需留意",
        ),
        ("line_oa", "感謝會員限定券", "11/9（一）12:00", "0", "", "idle", "未知"),
        ("threads", "今天的辦公室貓語錄", "11/3（二）09:15", "2,118", "1.9%", "bad", "落後"),
    ]
    keys = ("platform", "text", "at", "reach", "rate", "tone", "state")
    return [Thing(**dict(zip(keys, row, strict=True))) for row in rows]


def context() -> dict[str, object]:
    rooms = [
        ("today", "今日", "sun-high", "t"),
        ("planning", "企劃", "clipboard-list", "p"),
        ("calendar", "行事曆", "calendar-month", "c"),
        ("inbox", "收件匣", "inbox", "i"),
        ("analytics", "成效", "chart-line", "a"),
        ("reports", "報告", "file-analytics", "r"),
        ("data", "資料", "database-import", "d"),
        ("settings", "設定", "settings", "s"),
    ]
    return {
        "workspace": Thing(name="小草選物", slug="demo", is_sample=True),
        "membership": Thing(get_role_display="小編"),
        "nav": [
            {
                "key": key,
                "label": label,
                "icon": icon,
                "letter": letter,
                "url": "/" if key == "analytics" else f"/{key}/",
                "current": key == "analytics",
                "on_phone": key in ("today", "calendar", "inbox", "analytics"),
            }
            for key, label, icon, letter in rooms
        ],
        "crumbs": [("/", "成效"), ("", "2026 Q4")],
        "period": quarter_of(DAY),
        "week": week_of(DAY),
        "month": month_of(DAY),
        "accounts": [
            Thing(pk=1001, name="小草選物", platform="facebook"),
            Thing(pk=1002, name="grass.select", platform="instagram"),
            Thing(pk=1003, name="小草頻道", platform="youtube"),
        ],
        "chosen": [1001],
        "posts": Paginator(_posts() * 7, 5).get_page(2),
        "options": [("", "所有類型"), ("photo", "相片"), ("video", "影片")],
        "none": [],
        "steps": ["放進檔案", "看一看", "匯入"],
        "jobs": {
            "running": job(
                "running", done=1840, total=4200, step="正在讀 Oct-01-2026_Dec-31-2026.csv"
            ),
            "done": job("done", result_url="/"),
            "failed": job("failed", error="檔案 post.csv 是空的。重新下載後再匯入一次。"),
            "queued": job("queued"),
        },
        "tabs": [
            {"url": "/", "label": "內容", "current": True},
            {"url": "/", "label": "數字來源", "count": 24},
            {"url": "/", "label": "版本", "count": 3},
        ],
        "pieces": [
            ("same", "本季互動率"),
            ("removed", "約 5%"),
            ("added", "4.8%"),
            ("same", "，高於目標。"),
        ],
        "facts": [
            ("期間", "2026/10/1–11/20"),
            ("時區", "美西 → 台北"),
            ("列數", "130（採用 128）"),
        ],
        "comments": [
            Thing(author="王柏翰", at="11/20（五）09:20", text="十月那週是系統問題，請註明。"),
            Thing(author="林子晴", at="11/20（五）10:02", text="已加在「資料說明」。"),
        ],
    }


@csp_update({"style-src": settings.PLOTLY_STYLE_HASHES})
def gallery(request: HttpRequest) -> HttpResponse:
    form = TargetForm({"name": "", "value": "4.5"} if "errors" in request.GET else None)
    if "message" in request.GET:
        messages.success(request, "已匯入 3 個檔案。", extra_tags="undo:/undo/")
        messages.error(request, "有一個檔案沒有匯入：post.csv 是空的。")
    return render(request, "gallery.html", context() | {"form": form})


def rows(request: HttpRequest) -> HttpResponse:
    return HttpResponse(
        "<h2>互動率</h2><p>（心情數＋留言數＋分享數）÷ 觸及人數</p>"
        '<p>採用 126 則，2 則沒有觸及人數。</p><a href="/">看所有列</a>'
    )


def chart(request: HttpRequest) -> JsonResponse:
    weeks = [date(2026, 10, 5 + 7 * n).isoformat() for n in range(4)]
    return JsonResponse(
        {
            "data": [
                {
                    "type": "scatter",
                    "mode": "lines+markers",
                    "name": "小草選物",
                    "x": weeks,
                    "y": [0.039, 0.042, 0.047, 0.051],
                },
                {
                    "type": "scatter",
                    "mode": "lines+markers",
                    "name": "grass.select",
                    "x": weeks,
                    "y": [0.031, None, 0.038, 0.041],
                    "line": {"color": "var(--chart-2)"},
                },
            ],
            "layout": {"yaxis": {"tickformat": ".1%"}, "xaxis": {"type": "date"}},
            "table": {
                "columns": ["週", "小草選物", "grass.select"],
                "rows": [
                    ["10/5", "3.9%", "3.1%"],
                    ["10/12", "4.2%", None],
                    ["10/19", "4.7%", "3.8%"],
                ],
            },
        }
    )


def refused(request: HttpRequest) -> HttpResponse:
    return HttpResponse('<p id="refused">請填名稱。</p>', status=422)


def undone(request: HttpRequest, slug: str = "") -> HttpResponse:
    return HttpResponse("ok")


def moving(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=204)


def saved(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"version": 2})


def sheet(request: HttpRequest, name: str) -> HttpResponse:
    return render(request, f"{name}.html")


urlpatterns = [
    path("", gallery, name="home"),
    path("rows/", rows),
    path("chart/", chart),
    path("job/", moving),
    path("undo/", undone),
    path("save/", saved),
    path("refused/", refused),
    path("slow/", moving),
    path("sheet/<str:name>/", sheet),
    path("account/", include("allauth.urls")),
    path("w/<slug:slug>/", include(([path("undo/", undone, name="undo_last")], "workspaces"))),
]
