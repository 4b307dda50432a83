"""Questions of an event loop, answered in lots by one thread: each gets its own answer, and nobody waits for ever."""

import asyncio
import threading
from collections.abc import Sequence

import pytest

from shared.kernel.together import Together


class Answering:
    """Doubles numbers, and remembers in which lots they came."""

    def __init__(self) -> None:
        self.lots: list[list[int]] = []
        self.may_go_on = threading.Event()
        self.may_go_on.set()

    def __call__(self, lot: Sequence[int]) -> list[int]:
        self.lots.append(list(lot))
        assert self.may_go_on.wait(60)
        if -1 in lot:
            raise ValueError("not that one")
        return [2 * number for number in lot]


@pytest.fixture
def answering() -> Answering:
    return Answering()


def test_each_is_told_its_own_answer(answering: Answering) -> None:
    together = Together("doubling", answering)

    async def everybody() -> list[int]:
        return await asyncio.gather(*(together.ask(number) for number in range(100)))

    assert asyncio.run(everybody()) == [2 * number for number in range(100)]


def test_what_gathers_while_one_lot_is_answered_makes_the_next(answering: Answering) -> None:
    together = Together("doubling", answering)
    answering.may_go_on.clear()

    async def everybody() -> list[int]:
        first = asyncio.create_task(together.ask(1))
        while not answering.lots:
            await asyncio.sleep(0.001)
        others = [asyncio.create_task(together.ask(number)) for number in range(2, 12)]
        await asyncio.sleep(0.01)
        answering.may_go_on.set()
        return await asyncio.gather(first, *others)

    assert asyncio.run(everybody()) == [2 * number for number in range(1, 12)]
    assert answering.lots == [[1], list(range(2, 12))]


def test_a_failure_goes_to_its_lot_and_to_no_later_one(answering: Answering) -> None:
    together = Together("doubling", answering)

    async def everybody() -> tuple[list[int | BaseException], int]:
        failed = await asyncio.gather(*(together.ask(number) for number in (-1, 1)), return_exceptions=True)
        return failed, await together.ask(2)

    failed, after = asyncio.run(everybody())
    assert after == 4
    assert any(isinstance(each, ValueError) for each in failed)


def test_loops_that_come_and_go_and_callers_who_give_up_leave_nobody_waiting(answering: Answering) -> None:
    together = Together("doubling", answering)

    async def one(number: int) -> int:
        return await asyncio.wait_for(together.ask(number), 10)

    async def gives_up() -> None:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(together.ask(1), 0.01)

    answering.may_go_on.clear()
    asyncio.run(gives_up())
    answering.may_go_on.set()
    assert [asyncio.run(one(number)) for number in range(200)] == [2 * number for number in range(200)]


def test_all_who_ask_in_one_turn_of_the_loop_are_answered_in_one_lot(answering: Answering) -> None:
    together = Together("doubling", answering)

    async def everybody() -> list[int]:
        return await asyncio.gather(*(together.ask(number) for number in range(32)))

    assert asyncio.run(everybody()) == [2 * number for number in range(32)]
    assert answering.lots == [list(range(32))]
