from django.db import migrations

TAIWAN = {"台灣", "臺灣", "taiwan", "tw"}
ANYWHERE = {"全球", "不限", "worldwide", "global", "world"}


def fill(apps, schema_editor):
    """Places that were written out become codes; consents become rows. Can be run again."""
    licence = apps.get_model("calendar_app", "Licence")
    consent = apps.get_model("calendar_app", "Consent")
    for row in licence.objects.exclude(terms="").filter(territories=[]).iterator():
        word = row.terms.strip().casefold()
        if word in TAIWAN:
            row.territories, row.terms = ["TW"], ""
        elif word in ANYWHERE:
            row.terms = ""
        else:
            continue
        row.save(update_fields=["territories", "terms"])
    for row in licence.objects.exclude(consent="").iterator():
        of = "maker" if row.kind == "follower" else "shown"
        consent.objects.get_or_create(
            workspace_id=row.workspace_id,
            asset_id=row.asset_id,
            of=of,
            words=row.consent,
            defaults={"who": row.source[:120] or "—", "how": "other"},
        )


class Migration(migrations.Migration):
    dependencies = [("calendar_app", "0004_requests_licences_and_probing")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
