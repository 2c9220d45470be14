"""Imports every module that registers commands, so that the registry is complete: callers import this one."""

from sync.domain import (
    answering,
    attaching,
    commenting,
    diagnosing,
    hiring,
    joining,
    managing,
    prolonging,
    recruiting,
    registering,
    sending,
    settling,
    staffing,
    suspending,
    transferring,
    undo,
)

ACTS = (
    answering,
    attaching,
    commenting,
    diagnosing,
    hiring,
    joining,
    managing,
    prolonging,
    recruiting,
    registering,
    sending,
    settling,
    staffing,
    suspending,
    transferring,
    undo,
)
