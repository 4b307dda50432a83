"""A table of landlords is read whole or not at all; what could be meant in two ways is refused."""

import pytest

from services.triage.application.directory.landlords import read_landlords
from services.triage.application.directory.reading import BadList


def faults(table: str) -> tuple[str, ...]:
    with pytest.raises(BadList) as caught:
        read_landlords(table.encode())
    return caught.value.faults


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ("registration,name,name\nL1,One,Two\n", "Two columns give “name”"),
        ("registration,Name, name \nL1,One,Two\n", "Two columns give “name”"),
        ("registration,registration_number,name\nL1,L2,One\n", "Two columns give “registration”"),
        ("registration,name\nL1,Homes, and more\n", "Row 2: It has a cell too many or too few."),
        ("registration,name,phone\nL1,Homes\n", "Row 2: It has a cell too many or too few."),
        ("registration,name\nLH0001,One\nlh0001,Two\n", "The number LH0001 stands in the table more than once."),
        ("registration,phone\nL1,020 7946 0001\n", "There is no column “name” in it."),
        ("registration,name\n,One\n", "Row 2: Give its number in the regulator’s register."),
    ],
)
def test_what_may_be_meant_in_two_ways_is_refused_with_one_message(table: str, says: str) -> None:
    (fault,) = faults(table)
    assert fault.startswith(says)


def test_a_column_that_nobody_reads_may_stand_there_twice() -> None:
    (landlord,) = read_landlords(b"registration,name,note,note\nLH0001,Invented Homes,a,b\n")
    assert (landlord.registration, landlord.name) == ("LH0001", "Invented Homes")
