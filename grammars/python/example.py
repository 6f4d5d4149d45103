"""Invoices."""
from __future__ import annotations

import os
import numpy as np
from decimal import Decimal
from typing import (
    TYPE_CHECKING,
    overload,
    Optional as Maybe,
)
from .rates import *

if TYPE_CHECKING:
    from .customer import Customer
else:
    Customer = object

try:
    import ujson as json
except ImportError:
    import json

RATES = {
    "standard": Decimal("0.19"),
    "reduced": {"food": 7, "books": 7},
}

STATES = [
    "draft",
    "sent",
]


@dataclass(frozen=True)
class Invoice:
    """What a customer owes."""

    net: Decimal
    currency: str = "EUR"

    class Meta:
        ordering = ["net"]

    @property
    def gross(self) -> Decimal:
        rate = RATES["standard"]
        rate = rate + 1
        if self.net > 0:
            return self.net * rate
        else:
            log("negative")
        return self.net

    @gross.setter
    def gross(self, value):
        self.net = value / RATES["standard"]

    @overload
    def pay(self, amount: int) -> None: ...

    @overload
    def pay(self, amount: str) -> None: ...

    def pay(self, amount):
        match amount:
            case 0:
                pass
            case str() if amount:
                raise ValueError(amount)
            case _:
                send({"amount": amount, "to": self})


def test_gross():
    assert Invoice(1).gross == 2


def main():
    with open("a") as file:
        for line in file:
            print(line)
