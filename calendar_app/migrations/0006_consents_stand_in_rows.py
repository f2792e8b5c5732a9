from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("calendar_app", "0005_licences_name_places_and_consents")]
    operations = [migrations.RemoveField(model_name="licence", name="consent")]
