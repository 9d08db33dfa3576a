"""The tables of a batch. The database itself refuses a change of state that no way leads to."""

from __future__ import annotations

from typing import Final

from callr_actions.runs.batch.states import WAYS

VERSION: Final = 1
_WAYS: Final = ", ".join(f"('{before}', '{after}')" for before, after in WAYS)
# `changes of state` costs a look at eight constant pairs for each; an index on states would cost a page.
_TEXT: Final = """
create table facts (name text primary key, value) without rowid;
create table zones (id integer primary key, names text not null unique);
create table rows (
  id integer primary key,
  line integer not null,
  state text not null default 'waiting',
  zone integer not null default 0,
  number integer,
  same blob,
  variables blob not null,
  attempts integer not null default 0,
  run text,
  outcome text,
  why text,
  started real,
  ended real,
  result blob
);
create index waiting on rows (zone, id) where state = 'waiting';
create index under_way on rows (id) where state in ('starting', 'started');
create trigger ways before update of state on rows
when (old.state, new.state) not in (values WAYS)
begin
  select raise(abort, 'no way leads from one state to the other');
end;
pragma user_version = VERSION;
"""
SCHEMA: Final = _TEXT.replace("WAYS", _WAYS).replace("VERSION", str(VERSION))
