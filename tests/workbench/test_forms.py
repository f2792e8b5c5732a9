"""How form widgets are drawn."""

from django import forms


def test_an_empty_choice_is_a_dash_and_the_others_stay():
    class Form(forms.Form):
        person = forms.ChoiceField(choices=[("", "---------"), ("1", "林子晴 <b>")])

    html = str(Form()["person"])

    assert '<option value="">—</option>' in html.replace(" selected", "")
    assert "林子晴 &lt;b&gt;</option>" in html
    assert "---" not in html
