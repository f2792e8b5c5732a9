"""Puts the sample brand into a workspace by the path every file takes."""

import io
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import translation

from analytics.closing.close import why_not
from analytics.intake import deliveries, ingest
from analytics.models import Target
from platforms.models import SocialAccount
from platforms.records import Span
from reports.outputs import OUTPUTS
from reports.services import closing, review
from reports.services.deliverables import begin
from reports.services.judgement import mark_of, write
from reports.services.making import digest_of, make_version
from workbench.sample import apart, exports
from workbench.sample.brand import Brand, make_brand
from workbench.sample.calendar import fill_calendar
from workbench.sample.judgement import JUDGEMENT
from workbench.sample.matching import bring_partner
from workbench.sample.plan import write_plans
from workbench.sample.posting import write_posting
from workbench.sample.published import name_campaigns
from workbench.sample.texts import BRAND
from workbench.sample.timeline import plan_quarter
from workbench.sample.writing import fill_writing
from workspaces import audit, samples
from workspaces.models import Membership, User, Workspace
from workspaces.periods import Period
from workspaces.roles import Role

SLUG = "demo"
PEOPLE = (
    (Role.EDITOR, "陳怡君", "editor@sample.invalid"),
    (Role.LEAD, "林佳穎", "lead@sample.invalid"),
    (Role.MANAGER, "王柏翰", "manager@sample.invalid"),
)


class NotTheSample(Exception):
    """A real workspace already uses the sample's address; its text says what to do."""


@dataclass(slots=True)
class Cast:
    """Who acts in the sample."""

    workspace: Workspace
    editor: User
    lead: User
    manager: User


def seed(today: date) -> Workspace:
    """Make the sample workspace anew for ``today``; the same content for the same date."""
    remove()
    brand = make_brand(today)
    with translation.override("zh-hant"):
        cast = _people()
        _deliver(cast, brand)
        _type_levels(cast, brand)
        _type_shop(cast, brand)
        _targets(cast, brand)
        last = brand.periods[1]
        write_plans(
            cast.workspace,
            last,
            last.next(),
            lead=cast.lead,
            editor=cast.editor,
            manager=cast.manager,
        )
        plan_quarter(
            cast.workspace, editor=cast.editor, lead=cast.lead, manager=cast.manager, today=today
        )
        fill_calendar(
            cast.workspace, editor=cast.editor, lead=cast.lead, manager=cast.manager, today=today
        )
        fill_writing(cast.workspace, editor=cast.editor, lead=cast.lead, today=today)
        write_posting(
            cast.workspace,
            last.next(),
            lead=cast.lead,
            editor=cast.editor,
            manager=cast.manager,
        )
        name_campaigns(cast.workspace)
        bring_partner(cast.workspace, editor=cast.editor, lead=cast.lead, today=today)
        _signed_report(cast, brand)
        _closed_quarter(cast, brand)
    return cast.workspace


@transaction.atomic
def remove() -> None:
    """Take an earlier sample away. Raises NotTheSample for a real workspace of that address."""
    existing = Workspace.objects.filter(slug=SLUG).first()
    if existing is not None and not existing.is_sample:
        raise NotTheSample(
            f"A workspace of your own already has the address “{SLUG}”. Nothing was changed."
        )

    samples.remove()


@transaction.atomic
def _people() -> Cast:
    workspace = Workspace.objects.create(slug=SLUG, name=BRAND, is_sample=True)
    users = []
    for role, name, email in PEOPLE:
        user = User(email=email, name=name, is_sample=True)
        user.set_unusable_password()
        user.save()
        Membership.objects.create(workspace=workspace, user=user, role=role)
        users.append(user)
    return Cast(workspace, *users)


def _deliver(cast: Cast, brand: Brand) -> None:
    """One drop per quarter, as an editor would: after it ripened, and yesterday."""
    for period in brand.periods:
        taken_on = min(period.end + timedelta(days=6), brand.today)
        inside = [
            [post for post in posts if post.at.date() in period]
            for posts in (brand.facebook, brand.instagram, brand.youtube)
        ]
        stamp = f"{period.start:%b-%d-%Y}_{period.end:%b-%d-%Y}"
        files: list[tuple[str, bytes, dict]] = [
            (f"{stamp}_1162450548895235.csv", exports.facebook_content(inside[0]), {}),
            (f"{stamp}_1493633672508178.csv", exports.instagram_content(inside[1]), {}),
        ]
        for title, days in brand.charts.items():
            chart = [pair for pair in days if pair[0] in period]
            platform = "instagram" if title.startswith("Instagram") else "facebook"
            files.append(
                (
                    f"{title.split()[-1].capitalize()}.csv",
                    exports.meta_chart(title, chart),
                    {"account_name": BRAND, "platform": platform},
                )
            )
        channel = [pair for pair in brand.channel if pair[0] in period]
        files.append(
            (
                f"內容 {period.start}_{period.end} {BRAND}.zip",
                exports.youtube_zip(inside[2], channel),
                {"account_name": BRAND, "platform": "youtube"},
            )
        )
        friends = [row for row in brand.friends if row[0] in period]
        files.append(
            (
                "friend_overview.csv",
                exports.line_friends(friends),
                {"account_name": BRAND, "platform": "line_oa"},
            )
        )
        files += _apart(period, brand)
        for name, content, choices in files:
            file = deliveries.receive(
                cast.workspace,
                io.BytesIO(content),
                name,
                by=cast.editor,
                taken_on=taken_on,
                choices=choices,
            )
            deliveries.inspect([file])
            ingest.import_file(file)


# Purchases, new members, visits of the web site, and what was spent on ads, per quarter.
SHOP = ((1_126, 318, 9_540, 26_000), (1_204, 352, 10_120, 31_500), (676, 190, 5_870, 17_200))


def _apart(period: Period, brand: Brand) -> list[tuple[str, bytes, dict]]:
    """The web site, the ads and the audience of one quarter."""
    quarter = brand.periods.index(period)
    purchases, _members, sessions, budget = SHOP[quarter]
    day = period.end.isoformat()
    whose = {"account_name": BRAND, "platform": "facebook", "from": day, "to": day}
    return [
        ("依日期.csv", apart.site_days(period, sessions, purchases), {}),
        ("流量開發.csv", apart.site_channels(period, sessions), {}),
        ("網頁和畫面.csv", apart.site_pages(period, sessions), {}),
        (f"{apart.ADS}-{period.start}-{period.end}.csv", apart.meta_ads(period, budget), {}),
        ("Audience.csv", apart.audience(quarter), whose),
    ]


def _type_levels(cast: Cast, brand: Brand) -> None:
    """Follower levels stand in no export: the editor typed them from the pages' own figures."""
    levels = {
        "facebook": (17_702, 19_214),
        "instagram": (11_960, 13_871),
        "youtube": (2_247, 2_451),
    }
    moments = [brand.periods[0].start - timedelta(days=1)]
    moments += [period.end for period in brand.periods]
    for platform, (low, high) in levels.items():
        account = SocialAccount.objects.in_workspace(cast.workspace).get(platform=platform)
        for place, day in enumerate(moments):
            value = low + (high - low) * place // 3
            deliveries.enter_by_hand(
                cast.workspace,
                account=account,
                values={"followers": value},
                start=day,
                end=day,
                span=Span.DAY,
                by=cast.editor,
                note="後台首頁數字",
            )


def _type_shop(cast: Cast, brand: Brand) -> None:
    """What only the shop knows: one figure a quarter, as the owner told the editor."""
    account = SocialAccount.objects.in_workspace(cast.workspace).get(platform="facebook")
    for period, (_purchases, members, *_rest) in zip(brand.periods, SHOP, strict=True):
        deliveries.enter_by_hand(
            cast.workspace,
            account=account,
            values={"new_members": members},
            start=period.start,
            end=period.end,
            span=Span.PERIOD,
            by=cast.editor,
            note="門市會員系統",
        )


def _targets(cast: Cast, brand: Brand) -> None:
    """What the team set out to reach, quarter by quarter."""
    from analytics.query import metric_value

    before, last, _this = brand.periods
    quarter = last.next()
    # (metric, level, growth asked of the last quarter, growth asked of this one)
    for metric, level, asked, asking in (
        ("new_followers", Target.Level.KGI, Decimal("1.05"), Decimal("1.10")),
        ("post_count", Target.Level.CSF, Decimal("0.98"), Decimal("1.00")),
        ("engagement_rate", Target.Level.KPI, Decimal("1.06"), Decimal("1.05")),
        ("mean_reach_per_post", Target.Level.KPI, Decimal("0.98"), Decimal("1.12")),
    ):
        for base_period, period, factor in ((before, last, asked), (last, quarter, asking)):
            base = metric_value(cast.workspace, base_period, metric).value
            if base is None:
                continue
            base = Decimal(base)
            target = Target.objects.create(
                workspace=cast.workspace,
                level=level,
                metric=metric,
                start=period.start,
                due=period.end,
                baseline=base,
                baseline_start=base_period.start,
                baseline_end=base_period.end,
                value=(base * factor).quantize(Decimal("0.0001") if base < 1 else Decimal(1)),
                owner=cast.lead,
            )
            audit.record(cast.workspace, cast.manager, "analytics.target_set", target)


def _closed_quarter(cast: Cast, brand: Brand) -> None:
    """The quarter before the last one is closed; the last one waits for the manager."""
    period = brand.periods[0]
    if not why_not(cast.workspace, period):
        closing.close(cast.workspace, period, by=cast.manager)


def _signed_report(cast: Cast, brand: Brand) -> None:
    """The last quarter's report: written by the lead, signed by the manager."""
    report = begin(cast.workspace, OUTPUTS["O3.3.1"], brand.periods[1], by=cast.lead)
    for anchor, value in JUDGEMENT.items():
        report = write(report, anchor, value, by=cast.lead, seen=mark_of(""))
    version = make_version(report, by=cast.lead)
    review.ask(report, version, by=cast.lead)
    review.sign(
        report,
        by=cast.manager,
        comment="數字和來源都看過了，下一季照這個方向走。",
        digest=digest_of(version),
    )
