"""Tokens of the JSON API: who a program speaks for."""

from typing import Annotated

from fastapi import Depends, HTTPException, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from sijill.register import Register
from sijill.register.logins import Token, find_token
from sijill.register.users import User, find_user
from sijill.web.visit import bench_of

BEARER = HTTPBearer(auto_error=False, description="A token from the page “My account”.")


def open_token(request: Request, given: Annotated[HTTPAuthorizationCredentials | None, Security(BEARER)]) -> tuple[Token, User]:
    """The token of a request and its user; 401 where there is none, or it opens no more."""
    register = bench_of(request).register
    token = find_token(register, given.credentials) if given is not None else None
    user = find_user(register, token.pseudonym) if token is not None else None
    if token is None or user is None or not user.active:
        raise HTTPException(401, "a valid token is needed: Authorization: Bearer TOKEN", {"WWW-Authenticate": "Bearer"})
    return token, user


Opened = Annotated[tuple[Token, User], Depends(open_token)]


def find_caller(opened: Opened) -> User:
    """The user whose token it is."""
    return opened[1]


def find_decider(opened: Opened) -> User:
    """The user, where the token decides and the role may; else 403."""
    token, user = opened
    if token.scope != "decide" or not user.may("analyst"):
        raise HTTPException(403, "the token only reads" if token.scope != "decide" else "it takes the role analyst")
    return user


Decider = Annotated[User, Depends(find_decider)]
Caller = Annotated[User, Depends(find_caller)]


def register_for(request: Request, caller: Caller) -> Register:
    """The register in the caller's hands."""
    return bench_of(request).register.in_hands_of(caller.pseudonym)


InHand = Annotated[Register, Depends(register_for)]
