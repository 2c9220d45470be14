"""Imports every module that registers commands, so that the registry is complete: callers import this one."""

from sync.domain import (
    answering,
    commenting,
    diagnosing,
    hiring,
    managing,
    recruiting,
    registering,
    sending,
    settling,
    suspending,
    undo,
)

ACTS = (
    answering,
    commenting,
    diagnosing,
    hiring,
    managing,
    recruiting,
    registering,
    sending,
    settling,
    suspending,
    undo,
)
