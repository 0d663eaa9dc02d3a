"""Tokens of the JSON API: who a program speaks for."""

from typing import Annotated

from fastapi import Depends, HTTPException, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from sijill.register import Register
from sijill.register.logins import find_token
from sijill.register.users import User, find_user
from sijill.web.visit import bench_of

BEARER = HTTPBearer(auto_error=False, description="A token from the page “My account”, or `sijill users token`.")


def find_caller(request: Request, given: Annotated[HTTPAuthorizationCredentials | None, Security(BEARER)]) -> User:
    """The user whose token it is; 401 where there is none, or it opens no more."""
    register = bench_of(request).register
    token = find_token(register, given.credentials) if given is not None else None
    user = find_user(register, token.pseudonym) if token is not None else None
    if user is None or not user.active:
        raise HTTPException(401, "a valid token is needed: Authorization: Bearer TOKEN", {"WWW-Authenticate": "Bearer"})
    return user


Caller = Annotated[User, Depends(find_caller)]


def register_for(request: Request, caller: Caller) -> Register:
    """The register in the caller's hands."""
    return bench_of(request).register.in_hands_of(caller.pseudonym)


InHand = Annotated[Register, Depends(register_for)]
