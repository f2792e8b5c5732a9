"""What the plan around a post says against it: the same text or hour elsewhere, not ready in time."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from calendar_app.checks.values import Check, Draft, Level, Rules, VersionFacts


def of_neighbours(version: VersionFacts, rules: Rules) -> Iterator[Check]:
    for title in version.twins[:1]:
        yield Check(
            Level.WARN,
            _("The same text"),
            _("“%(title)s” has the same text on this account.") % {"title": title},
            _("Write something of its own, or remove one of them."),
            version.account,
        )
    if version.at is None:
        return
    if version.late:
        yield Check(
            Level.WARN,
            _("Time"),
            _("Its time has passed, so it cannot be sent to review."),
            _("Choose a later one under “Accounts and times”."),
            version.account,
        )
    for at, title in version.neighbours:
        minutes = abs((at - version.at).total_seconds()) / 60
        if minutes < rules.close_minutes:
            yield Check(
                Level.WARN,
                _("The same hour"),
                _("“%(title)s” goes out %(minutes)d minutes apart on this account.")
                % {"title": title, "minutes": minutes},
                _("Leave at least %(minutes)d minutes between two posts.")
                % {"minutes": rules.close_minutes},
                version.account,
            )
            return


def of_readiness(draft: Draft, rules: Rules) -> Iterator[Check]:
    if not draft.versions:
        yield Check(
            Level.BLOCK,
            _("Account"),
            _("No account chosen yet."),
            _("Choose where it goes under “Accounts and times”."),
        )
    days = [version.day for version in draft.versions if version.day]
    if draft.ready or not days:
        return
    left = (min(days) - draft.today).days
    if left <= rules.ready_days:
        yield Check(
            Level.WARN,
            _("Ready in time"),
            _("It goes out in %(left)d days and copy or visuals are not finished.")
            % {"left": max(left, 0)},
            _("Finish both %(days)d days ahead, or take a later slot.")
            % {"days": rules.ready_days},
        )
