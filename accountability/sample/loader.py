"""Loads sample lives: two processes plan and write them out as rows, one takes the rows into the database."""

import gc
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import current_app

from accountability.cases.models import Case
from accountability.cases.receipts import receipts
from accountability.core.db import db
from accountability.core.vault import vault
from accountability.sample import bulk, country, lives
from accountability.sample.course import World
from accountability.sample.drafts import Rows
from accountability.sample.writing import NUMBERED, ROOM, pack, write

CHUNK = 500
CHUNKS_IN_TRANSACTION = 4
WORKERS = 2
# How many chunks may wait for the writer: enough that nobody stands still, few enough for a small machine's memory.
AHEAD = 8
# Below that, starting processes takes longer than it saves.
WORTH_WORKERS = 3000


class AlreadyThere(Exception):
    """Cases of this seed were loaded before."""


@dataclass(frozen=True)
class Order:
    """What is to be made, and where its rows begin; small enough to hand to another process."""

    world: World
    first_ids: dict[str, int]
    keys: tuple[list[str], str]
    for_copy: bool


Packed = dict[str, Any]


def load(cases: int, seed: int, until: date, *, workers: int = WORKERS, progress: Callable[[int], None]) -> None:
    """Makes so many cases; the same seed and day give the same rows in an empty database, apart from secrets.

    Ids are assigned in blocks, a block for each chunk of lives, so that no process needs to ask another one: they have gaps.
    """
    order = _order(cases, seed, until)
    numbers = range(-(-cases // CHUNK))
    packed = _made_here(order, numbers) if cases < WORTH_WORKERS or not workers else _made_apart(order, numbers, workers)
    bulk.prepare({name: order.first_ids[name] + len(numbers) * CHUNK * ROOM[name] for name in NUMBERED})
    for number, tables in enumerate(packed, 1):
        bulk.write(tables)
        if number % CHUNKS_IN_TRANSACTION == 0:
            db.session.commit()
        progress(min(CHUNK, cases - (number - 1) * CHUNK))
    db.session.commit()
    bulk.finish()


def _order(cases: int, seed: int, until: date) -> Order:
    _check_new(seed)
    first_ids = {name: _last_id(name) + 1 for name in NUMBERED}
    world = World(country.read(), cases, seed, until, first_ids["cases"])
    keys = current_app.config["VAULT_KEYS"], current_app.config["RECEIPT_KEY"]
    for_copy = db.engine.dialect.name == "postgresql"
    db.session.rollback()
    return Order(world, first_ids, keys, for_copy)


def _check_new(seed: int) -> None:
    """The first case of a seed always has the same public id."""
    if db.session.scalar(sa.select(Case.id).where(Case.public_id == lives.name_of(seed, 0))):
        raise AlreadyThere(f"cases of seed {seed} are here already")


def _last_id(table: str) -> int:
    return db.session.scalar(sa.select(sa.func.max(db.metadata.tables[table].c.id))) or 0


# --- making, here or in processes of their own -------------------------------------------------------------------------


def _made_here(order: Order, numbers: range) -> Iterator[Packed]:
    _begin(order)
    return (_make(number) for number in numbers)


def _made_apart(order: Order, numbers: range, workers: int) -> Iterator[Packed]:
    """In order, and never many chunks ahead of the writer."""
    waiting: deque[Future[Packed]] = deque()
    with ProcessPoolExecutor(workers, initializer=_begin, initargs=(order,)) as pool:
        for number in numbers:
            waiting.append(pool.submit(_make, number))
            if len(waiting) > AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


_order_here: list[Order] = []


def _begin(order: Order) -> None:
    vault_keys, receipt_key = order.keys
    vault.configure(vault_keys)
    receipts.configure(receipt_key)
    _order_here[:] = [order]


def _make(number: int) -> Packed:
    """One chunk of lives as rows ready for the database; looking for garbage meanwhile would cost a fifth of the time."""
    gc.disable()
    try:
        return _make_rows(_order_here[0], number)
    finally:
        gc.enable()


def _make_rows(order: Order, number: int) -> Packed:
    world, first_ids = order.world, block(order.first_ids, number)
    rows, before = Rows(first_ids), None
    for one in range(number * CHUNK, min((number + 1) * CHUNK, world.cases)):
        before = lives.plan(world, one, before)
        write(before.life, world.country, rows, world.end)
    _check_room(rows)
    packed = {table: pack(table, rows.tables[table]) for table in ROOM if rows.tables.get(table)}
    rows.tables.clear()
    return {table: bulk.copy_text(found) for table, found in packed.items()} if order.for_copy else packed


def block(first_ids: dict[str, int], number: int) -> dict[str, int]:
    """Where the ids of a chunk begin."""
    return {name: first + number * CHUNK * ROOM[name] for name, first in first_ids.items()}


def _check_room(rows: Rows) -> None:
    for name in NUMBERED:
        if len(rows.tables.get(name, [])) > CHUNK * ROOM[name]:
            raise OverflowError(f"{name}: more rows than ids set apart")
