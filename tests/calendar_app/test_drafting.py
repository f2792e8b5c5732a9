"""Drafting help against a small server of our own that is held to chat completions."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import pytest
from django.urls import reverse

from calendar_app import drafting
from calendar_app.drafting_client import CannotDraft, complete, endpoint
from calendar_app.drafting_words import Material, drafts_in, messages_for
from calendar_app.models import DraftingService, DraftRequest, Entry, Idea
from tests.factories.calendar import EntryFactory, VersionFactory
from workspaces import jobs, secrets
from workspaces.models import AuditEvent, Job, Revision

KEY = "sk-no-one-may-read-this"


class Completions(BaseHTTPRequestHandler):
    """POST /v1/chat/completions as OpenAI describes it; wrong questions get its kind of error."""

    def do_POST(self):
        told = self.server.told  # type: ignore[attr-defined]
        body = self.rfile.read(int(self.headers["Content-Length"]))
        told.asked.append((self.path, dict(self.headers), body))
        if told.wait:
            told.gate.wait(told.wait)
        if told.status != 200:
            return self._answer(told.status, {"error": {"message": f"no, {KEY}", "type": "x"}})
        if self.path != "/v1/chat/completions":
            return self._answer(404, {"error": {"message": "unknown path"}})
        if self.headers.get("Authorization") != f"Bearer {KEY}":
            return self._answer(401, {"error": {"message": "bad key"}})
        try:
            question = json.loads(body)
            assert self.headers["Content-Type"] == "application/json"
            assert isinstance(question["model"], str) and question["messages"]
            for one in question["messages"]:
                assert one["role"] in {"system", "user", "assistant"}
                assert isinstance(one["content"], str) and one["content"]
        except (AssertionError, KeyError, ValueError):
            return self._answer(400, {"error": {"message": "malformed"}})
        return self._answer(
            200,
            {
                "id": "chatcmpl-1",
                "object": "chat.completion",
                "created": 1,
                "model": question["model"],
                "choices": [
                    {
                        "index": 0,
                        "message": {"role": "assistant", "content": told.words},
                        "finish_reason": "stop",
                    }
                ],
                "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
            },
        )

    def _answer(self, status, body):
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *args):
        pass


@pytest.fixture
def server(settings):
    """address; ``words`` it answers, ``status``, ``wait`` seconds; ``asked`` of it."""
    settings.OUTSIDE_ALLOWED = ["127.0.0.1"]
    told = SimpleNamespace(
        words="短一點的冬茶文案", status=200, wait=0, asked=[], gate=threading.Event()
    )
    site = ThreadingHTTPServer(("127.0.0.1", 0), Completions)
    site.told = told  # type: ignore[attr-defined]
    threading.Thread(target=site.serve_forever, daemon=True).start()
    told.address = f"http://127.0.0.1:{site.server_port}/v1"
    yield told
    told.gate.set()
    site.shutdown()
    site.server_close()


@pytest.fixture
def service(team, server):
    return DraftingService.objects.create(
        workspace=team.workspace,
        on=True,
        address=server.address,
        model="some-model",
        key=secrets.encrypt(KEY),
        seconds=5,
    )


@pytest.fixture
def entry(team):
    entry = EntryFactory(workspace=team.workspace, author=team.editor)
    VersionFactory(entry=entry, account=team.account)
    return entry


def url(name, team, *args):
    return reverse(f"calendar:{name}", args=[team.workspace.slug, *args])


def asked(client, team, entry, **form):
    """The page is read and what it shows is sent; the request that came of it."""
    page = client.get(url("draft_create", team, entry.pk), form)
    digest = page.context["digest"]
    client.post(url("draft_create", team, entry.pk), {**form, "digest": digest})
    return DraftRequest.objects.get()


def test_what_is_shown_is_what_is_sent_and_the_answer_waits_for_a_person(
    client, team, entry, service, server, run_jobs
):
    client.force_login(team.editor)
    page = client.get(url("draft_create", team, entry.pk), {"task": "shorten"}).content.decode()
    assert "今年的冬茶到了" in page and server.asked == []

    made = asked(client, team, entry, task="shorten")
    assert server.asked == [] and made.state == "asked"
    run_jobs()

    made.refresh_from_db()
    path, headers, body = server.asked[0]
    assert (path, headers["Authorization"]) == ("/v1/chat/completions", f"Bearer {KEY}")
    assert json.loads(body)["messages"] == made.messages
    assert made.drafts == ["短一點的冬茶文案"]
    assert Entry.objects.get().text == entry.text
    shown = client.get(url("draft_detail", team, made.pk)).content.decode()
    assert "短一點的冬茶文案" in shown and "some-model" in shown

    client.post(url("draft_take", team, made.pk), {"index": 0, "version": 1})

    entry.refresh_from_db()
    assert entry.text == "短一點的冬茶文案"
    assert Revision.objects.first().note == "取自 some-model 的草稿"
    assert team.editor in entry.writers.all()


def test_the_key_stands_nowhere(client, team, entry, service, server, run_jobs, caplog, capsys):
    server.status = 500
    client.force_login(team.manager)
    page = client.get(url("drafting_edit", team)).content.decode()
    form = {"on": "on", "address": server.address, "model": "other", "seconds": "5"}
    client.post(url("drafting_edit", team), {**form, "new_key": KEY})
    client.force_login(team.editor)
    asked(client, team, entry, task="tone", wish="活潑")
    run_jobs()

    service.refresh_from_db()
    job = Job.objects.get()
    told = [str(one.before) + str(one.after) for one in AuditEvent.objects.all()]
    kept = json.dumps([job.params, job.error, job.result, DraftRequest.objects.get().messages])
    out = capsys.readouterr()
    for place in (page, *told, kept, caplog.text, out.out, out.err, service.key):
        assert KEY not in place
    assert job.status == Job.Status.FAILED and "500" in job.error
    assert secrets.decrypt(service.key) == KEY
    assert DraftRequest.objects.get().state == "failed"


def test_off_by_default_and_then_nothing_can_be_sent(client, team, entry, server):
    client.force_login(team.editor)
    assert "草稿協助" not in client.get(url("entry_edit", team, entry.pk)).content.decode()

    answer = client.post(url("draft_create", team, entry.pk), {"task": "shorten", "digest": "x"})

    assert answer.status_code == 422
    assert not DraftRequest.objects.exists()


def test_words_that_changed_since_are_shown_again_before_they_are_sent(
    client, team, entry, service, server
):
    client.force_login(team.editor)
    address = url("draft_create", team, entry.pk)
    digest = client.get(address, {"task": "shorten"}).context["digest"]
    Entry.objects.filter(pk=entry.pk).update(text="剛改過的字")

    answer = client.post(address, {"task": "shorten", "digest": digest})

    assert answer.status_code == 422 and "剛改過的字" in answer.content.decode()
    assert not Job.objects.exists()


def test_a_draft_never_overwrites_what_somebody_saved_since(
    client, team, entry, service, server, run_jobs
):
    client.force_login(team.editor)
    made = asked(client, team, entry, task="shorten")
    run_jobs()
    Entry.objects.filter(pk=entry.pk).update(text="別人的字", version=7)

    answer = client.post(url("draft_take", team, made.pk), {"index": 0, "version": 1})

    assert answer.status_code == 422 and "別人的字" in answer.content.decode()
    assert Entry.objects.get().text == "別人的字"
    assert (
        client.post(url("draft_take", team, made.pk), {"index": 9, "version": 7}).status_code == 422
    )


def test_one_accounts_version_and_ideas(client, team, entry, service, server, run_jobs):
    version = entry.versions.get()
    client.force_login(team.editor)
    made = asked(client, team, entry, task="tone", version=version.pk, wish="像朋友")
    run_jobs()
    client.post(url("draft_take", team, made.pk), {"index": 0, "version": 1})
    version.refresh_from_db()
    assert (version.own_text, version.text) == (True, server.words)

    DraftRequest.objects.all().delete()
    server.words = "1. 茶農的一天\n\n2. 「怎麼泡」\n- 送禮清單"
    made = asked(client, team, entry, task="ideas")
    run_jobs()
    made.refresh_from_db()
    assert made.drafts == ["茶農的一天", "怎麼泡", "送禮清單"]
    client.post(url("draft_take", team, made.pk), {"index": 1, "version": 99})
    idea = Idea.objects.get()
    assert (idea.title, idea.source) == ("怎麼泡", "取自 some-model 的草稿")


def test_cancelling_does_not_wait_for_the_other_side(team, entry, service, server, monkeypatch):
    server.wait = 4
    monkeypatch.setattr(drafting, "LOOK", 0.05)
    shown = drafting.digest_of(service, drafting.prepare(entry, None, "shorten", ""))
    made = drafting.ask(entry, None, "shorten", "", shown=shown, by=team.editor)
    progress = jobs.Run.progress

    def and_cancel(self, done, total=None, step=None):
        Job.objects.filter(pk=self.job.pk).update(cancel_requested=bool(server.asked))
        progress(self, done, total, step)

    monkeypatch.setattr(jobs.Run, "progress", and_cancel)
    began = time.monotonic()

    jobs.work(made.job.pk, drafting.run, on_give_up=drafting.gave_up)

    assert time.monotonic() - began < 3
    assert Job.objects.get().status == Job.Status.CANCELLED
    assert DraftRequest.objects.get().state == "failed"


@pytest.mark.parametrize(
    ("status", "word"), [(401, "金鑰"), (404, "模型"), (429, "稍後"), (503, "503"), (400, "400")]
)
def test_each_refusal_has_its_sentence(server, status, word):
    server.status = status

    with pytest.raises(CannotDraft) as refusal:
        complete(server.address, model="m", key=KEY, messages=[], seconds=3)

    assert word in str(refusal.value) and KEY not in str(refusal.value)


@pytest.mark.parametrize("words", [None, "   ", ["no"]])
def test_an_answer_without_words_is_refused(server, words):
    server.words = words

    with pytest.raises(CannotDraft):
        complete(
            server.address,
            model="m",
            key=KEY,
            messages=[{"role": "user", "content": "x"}],
            seconds=3,
        )


def test_a_slow_service_is_waited_for_no_longer_than_allowed(server):
    server.wait = 5
    began = time.monotonic()

    with pytest.raises(CannotDraft):
        complete(server.address, model="m", key=KEY, messages=[], seconds=0.5)

    assert time.monotonic() - began < 3


def test_inside_addresses_need_leave_and_keys_never_travel_in_the_open(client, team, settings):
    client.force_login(team.manager)
    address = url("drafting_edit", team)
    form = {"on": "on", "model": "m", "seconds": "20", "new_key": KEY}
    settings.OUTSIDE_ALLOWED = []

    for wrong in ("http://example.com/v1", "http://127.0.0.1:11434/v1", "ftp://x", ""):
        assert client.post(address, {**form, "address": wrong}).status_code == 422
    with pytest.raises(CannotDraft):
        complete("https://127.0.0.1:1/v1", model="m", key=KEY, messages=[], seconds=1)
    settings.OUTSIDE_ALLOWED = ["127.0.0.0/8"]

    assert client.post(address, {**form, "address": "http://127.0.0.1:11434/v1"}).status_code == 302


def test_another_address_does_not_get_the_old_key(client, team, service, settings):
    client.force_login(team.manager)
    form = {"on": "on", "address": "https://example.com/v1", "model": "m", "seconds": "20"}

    client.post(url("drafting_edit", team), form)

    service.refresh_from_db()
    assert (service.address, service.key) == ("https://example.com/v1", "")


def test_only_managers_change_the_service(client, team):
    client.force_login(team.lead)

    assert client.get(url("drafting_edit", team)).status_code == 403


def test_keys_are_turned_with_the_others(team, service, settings):
    assert (service, "key", "") in list(secrets.PLACES["keys of drafting help"]())


def test_the_messages_hold_the_rules_of_the_brand_and_nothing_else():
    given = Material("冬茶到了", wish="保留日期", platform="X", most=280, avoided=["最強"])

    rules, question = (one["content"] for one in messages_for("shorten", given))

    assert "最強" in rules
    assert "280" in question and "保留日期" in question and question.endswith("冬茶到了")
    assert endpoint("https://a/v1/") == endpoint("https://a/v1/chat/completions")
    assert drafts_in("shorten", " ") == []
