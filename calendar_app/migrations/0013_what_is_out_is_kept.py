from django.db import migrations

AT_ONCE = 500


def fill(apps, schema_editor):
    """What is out showed what its post shows: nothing else is known of it. Can be run again."""
    publication = apps.get_model("calendar_app", "Publication")
    use = apps.get_model("calendar_app", "EntryMedia")
    kept = apps.get_model("calendar_app", "PublishedMedia")
    last = 0
    while True:
        rows = list(
            publication.objects.filter(pk__gt=last, state__in=["sent", "by_hand"])
            .order_by("pk")
            .values_list("pk", "workspace_id", "version_id", "version__entry_id")[:AT_ONCE]
        )
        if not rows:
            return
        last = rows[-1][0]
        media = {}
        uses = use.objects.filter(entry_id__in={entry for _pk, _workspace, _version, entry in rows})
        for entry, version, asset in uses.values_list("entry_id", "version_id", "asset_id"):
            media.setdefault((entry, version), []).append(asset)
        kept.objects.bulk_create(
            [
                kept(workspace_id=workspace, publication_id=pk, asset_id=asset)
                for pk, workspace, version, entry in rows
                for asset in dict.fromkeys(
                    media.get((entry, version)) or media.get((entry, None), [])
                )
            ],
            ignore_conflicts=True,
        )


class Migration(migrations.Migration):
    dependencies = [("calendar_app", "0012_publications_keep_what_they_showed")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
    # Rows of a table that the former version does not know; what it publishes meanwhile is kept
    # by the next daily round (calendar_app.as_published.fill).
    additive = True
