"""Users: which analysts may log in to the workbench, in which role. They are known by pseudonym here too; names stay sealed.

Who got which role, and when, is an entry of the chain (`decided`, about the pseudonym); pass words lie beside it as hashes.
"""

from dataclasses import dataclass
from typing import Any, Literal, get_args

from sqlalchemy import Row, insert, select, update

from sijill.model import LastAdmin, RegisterError
from sijill.register.analysts import list_analysts
from sijill.register.book import Register
from sijill.register.personal import ERASED
from sijill.register.tables import users

UserRole = Literal["viewer", "analyst", "reviewer", "admin"]
"""Each may do what those before it may."""

ROLES: tuple[UserRole, ...] = get_args(UserRole)


@dataclass(frozen=True, slots=True)
class User:
    """An analyst who may log in. `lang` is `ar` or `en`, empty until they choose; one who is not `active` may not; `blur`: pictures
    are always blurred for them."""

    pseudonym: str
    role: UserRole
    lang: str
    since: str
    active: bool
    blur: bool = False

    def may(self, role: UserRole) -> bool:
        """Whether their role is this one or above it."""
        return self.active and ROLES.index(self.role) >= ROLES.index(role)


def add_user(register: Register, pseudonym: str, role: UserRole, password: str, lang: str = "") -> User:
    """Let an analyst log in; `password` is a hash. Raises RegisterError where there is no such analyst, or a user already."""
    if role not in ROLES:
        raise RegisterError(f"{role!r} is no role; the roles are {', '.join(ROLES)}")
    with register.writing() as connection:
        if all(one.pseudonym != pseudonym or one.name == ERASED for one in list_analysts(register)):
            raise RegisterError(f"no analyst {pseudonym}; `sijill register analyst list` shows the pseudonyms")
        if find_user(register, pseudonym) is not None:
            raise RegisterError(f"{pseudonym} is a user already; `sijill users change` gives another role or pass word")
        made = User(pseudonym, role, lang, register.now(), active=True)
        row = {name: getattr(made, name) for name in ("pseudonym", "role", "lang", "since", "active")}
        connection.execute(insert(users).values(**row, password=password))
        register.append("decided", pseudonym, f"may log in as {role}", {"user": {"role": role, "active": True}})
    return made


def change_user(
    register: Register, pseudonym: str, *, role: UserRole | None = None, active: bool | None = None, password: str | None = None
) -> User:
    """Give a user another role or pass word (a hash), or let them log in no more. Raises RegisterError where there is none, or where
    nobody would be left who can manage users."""
    with register.writing() as connection:
        held = _need_user(register, pseudonym)
        role, active = role or held.role, held.active if active is None else active
        if role not in ROLES:
            raise RegisterError(f"{role!r} is no role; the roles are {', '.join(ROLES)}")
        admins = {one.pseudonym for one in list_users(register) if one.may("admin")}
        if admins == {pseudonym} and (role != "admin" or not active):
            raise LastAdmin(f"{pseudonym} is the only admin; make another one first")
        changed: dict[str, Any] = {"role": role, "active": active} | ({"password": password} if password else {})
        connection.execute(update(users).where(users.c.pseudonym == pseudonym).values(**changed))
        if (role, active) != (held.role, held.active):
            said = f"may log in as {role}" if active else "may log in no more"
            register.append("decided", pseudonym, said, {"user": {"role": role, "active": active}})
    return _need_user(register, pseudonym)


def keep_lang(register: Register, pseudonym: str, lang: str) -> None:
    """Keep the language that a user reads in."""
    with register.writing() as connection:
        connection.execute(update(users).where(users.c.pseudonym == pseudonym).values(lang=lang))


def keep_blur(register: Register, pseudonym: str, *, blur: bool) -> None:
    """Keep whether a user wants pictures always blurred."""
    with register.writing() as connection:
        connection.execute(update(users).where(users.c.pseudonym == pseudonym).values(blur=blur))


def find_user(register: Register, pseudonym: str) -> User | None:
    """A user by pseudonym; null where there is none."""
    with register.reading() as connection:
        row = connection.execute(select(users).where(users.c.pseudonym == pseudonym)).first()
    return None if row is None else _user(row)


def password_of(register: Register, pseudonym: str) -> str | None:
    """The hash of a user's pass word."""
    with register.reading() as connection:
        return connection.execute(select(users.c.password).where(users.c.pseudonym == pseudonym)).scalar()


def list_users(register: Register) -> tuple[User, ...]:
    """Every user, the first to come first."""
    with register.reading() as connection:
        return tuple(_user(row) for row in connection.execute(select(users).order_by(users.c.since, users.c.pseudonym)))


def _need_user(register: Register, pseudonym: str) -> User:
    found = find_user(register, pseudonym)
    if found is None:
        raise RegisterError(f"no user {pseudonym}; `sijill users list` shows them")
    return found


def _user(row: Row[Any]) -> User:
    return User(row.pseudonym, row.role, row.lang, row.since, bool(row.active), bool(row.blur))
