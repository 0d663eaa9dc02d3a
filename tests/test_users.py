"""Who may log in: users, sessions, tokens and the audit beside the chain, on each kind of database, and the commands for them."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from small import counted_bytes, open_register

from sijill.cli import cli
from sijill.model import RegisterError
from sijill.register import Register
from sijill.register.analysts import add_analyst
from sijill.register.backup import back_up, restore
from sijill.register.filters import keep_filter, list_filters
from sijill.register.logins import (
    add_token,
    close_all,
    find_session,
    find_token,
    list_logins,
    list_tokens,
    note_login,
    open_session,
)
from sijill.register.users import add_user, change_user, find_user, keep_lang, list_users, password_of
from sijill.web.security.passwords import check_password, hash_password

LONG = "a long enough sentence"


def fill(register: Register) -> tuple[str, str]:
    """An admin and a viewer."""
    entropy = counted_bytes()
    first, two = (add_analyst(register, name, None, entropy).pseudonym for name in ("A. One", "A. Two"))
    add_user(register, first, "admin", "hash one")
    add_user(register, two, "viewer", "hash two", "ar")
    return first, two


def test_users_sessions_tokens_and_log_ins_are_kept_beside_the_chain(target: str) -> None:
    with open_register(target) as register:
        admin, viewer = fill(register)
        assert [(one.pseudonym, one.role, one.lang) for one in list_users(register)] == sorted(
            [(admin, "admin", ""), (viewer, "viewer", "ar")]  # none chosen: as their browser asks
        )
        assert password_of(register, viewer) == "hash two"
        keep_lang(register, viewer, "en")
        keep_filter(register, viewer, "سوق", "q=a")
        keep_filter(register, viewer, "سوق", "q=b")
        assert list_filters(register, viewer) == (("سوق", "q=b"),)
        open_session(register, "secret", viewer)
        add_token(register, "token", viewer, "script", "2026-02-01T00:00:00Z")
        assert find_session(register, "secret") is not None
        assert find_session(register, "Secret") is None
        assert find_token(register, "token") == list_tokens(register)[0]
        note_login(register, viewer, "in", "192.0.2.7")
        note_login(register, None, "wrong", "192.0.2.8")
        assert [(one.pseudonym, one.outcome, one.address) for one in list_logins(register)] == [
            (None, "wrong", "192.0.2.8"),
            (viewer, "in", "192.0.2.7"),
        ]
        register.erase(viewer, "has left")
        assert [one.address for one in list_logins(register)] == ["192.0.2.8", "[erased]"]
        close_all(register, viewer)
        assert find_session(register, "secret") is None
        assert find_token(register, "token") is None
        assert change_user(register, viewer, role="reviewer", active=False).active is False
        roles = [entry.reason for entry in register.entries("decided", viewer) if "user" in entry.body]
        assert roles == ["may log in as viewer", "may log in no more"]
        register.rebuild()
        assert find_user(register, viewer) is not None
        register.verify()


def test_what_cannot_be_is_said(target: str) -> None:
    with open_register(target) as register:
        admin, _ = fill(register)
        with pytest.raises(RegisterError, match="no analyst a-none"):
            add_user(register, "a-none", "viewer", "hash")
        with pytest.raises(RegisterError, match="user already"):
            add_user(register, admin, "viewer", "hash")
        with pytest.raises(RegisterError, match="no role"):
            change_user(register, admin, role="king")  # type: ignore[arg-type]
        with pytest.raises(RegisterError, match="only admin"):
            change_user(register, admin, role="viewer")
        with pytest.raises(RegisterError, match="no user a-none"):
            change_user(register, "a-none", active=False)


def test_a_copy_has_the_users_and_nobody_is_logged_in_by_it(target: str, tmp_path: Path) -> None:
    with open_register(target) as register:
        fill(register)
        note_login(register, None, "wrong", "192.0.2.8")
        users = list_users(register)
        back_up(register, tmp_path / "copy.sqlite", tmp_path / "copy.keys")
    restore(tmp_path / "copy.sqlite", str(tmp_path / "back.sqlite"), tmp_path / "copy.keys")
    with open_register(tmp_path / "back.sqlite") as restored:
        assert list_users(restored) == users
        assert list_logins(restored)[0].address == "192.0.2.8"


def test_a_pass_word_is_long_and_only_its_hash_is_kept() -> None:
    kept = hash_password(LONG)
    assert kept.startswith("$argon2id$")
    assert check_password(LONG, kept)
    assert not check_password(LONG + ".", kept)
    assert not check_password(LONG, None)
    assert not check_password(LONG, "no hash")
    for bad in ("short", "x" * 2000):
        with pytest.raises(RegisterError):
            hash_password(bad)


def test_the_commands_let_people_in_and_out(tmp_path: Path) -> None:
    runner, file = CliRunner(env={"SIJILL_NEW_PASSWORD": LONG}), ["--register", str(tmp_path / "r.sqlite")]

    def ask(*words: str) -> str:
        done = runner.invoke(cli, [*words, *file])
        assert done.exit_code == 0, done.output
        return done.output

    pseudonym = ask("users", "add", "A. Example", "--role", "admin").split()[0]
    second = ask("users", "add", "B. Example").split()[0]
    assert f"{second}\tanalyst\tyes" in ask("users", "list")
    assert "may log in no more" in ask("users", "change", second, "--out")
    assert f"{second}: reviewer" in ask("users", "change", second, "--in", "--role", "reviewer", "--password")
    assert "at\tpseudonym" in ask("users", "logins")
    assert '"role":"admin"' in ask("users", "list", "--json")
    refused = runner.invoke(cli, ["users", "change", pseudonym, "--out", *file])
    assert refused.exit_code == 1
    assert "only admin" in refused.output


def test_serving_a_register_in_which_nobody_may_log_in_says_what_to_do(tmp_path: Path) -> None:
    with open_register(tmp_path / "r.sqlite"):
        pass
    done = CliRunner().invoke(cli, ["serve", "--register", str(tmp_path / "r.sqlite")])
    assert done.exit_code == 1
    assert "sijill users add" in done.output
