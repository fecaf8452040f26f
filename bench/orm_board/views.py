"""The page: every unit and every duty with how many of its windows of a half-year were done."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from bench.orm_board import models

# The types of managers are known of zicha's own apps alone.
Duty: Any = models.Duty
Entry: Any = models.Entry
Unit: Any = models.Unit

SHOWN = 50


def windows(duty: Any, year: int, first_month: int) -> list[tuple[date, date]]:
    """Return the windows of a duty that lie in the half-year beginning with a month, or around it."""
    found = []
    for month in range(1, 13, duty.months):
        end = month + duty.months
        if month < first_month + 6 and end > first_month:
            found.append((date(year, month, 1), date(year + 1, 1, 1) if end > 12 else date(year, end, 1)))
    return found


@login_required
def board(request: HttpRequest, year: int, first_month: int) -> HttpResponse:
    """Show units and duties, those furthest behind first."""
    duties = list(Duty.objects.select_related("kind"))
    entries = defaultdict(list)
    for entry in Entry.objects.filter(day__year=year).select_related("unit", "kind"):
        entries[entry.unit.code, entry.kind.name].append(entry)
    units: list[Any] = list(Unit.objects.order_by("code"))
    by_duty: dict[int, list[int]] = {duty.pk: [0, 0] for duty in duties}
    for unit in units:
        unit.done = unit.owed = 0
        for duty in duties:
            for start, end in windows(duty, year, first_month):
                good = [
                    entry
                    for entry in entries[unit.code, duty.kind.name]
                    if start <= entry.day < end and entry.present * 100 >= duty.threshold * entry.expected
                ]
                done = len(good) >= duty.at_least
                unit.owed += 1
                unit.done += done
                by_duty[duty.pk][0] += done
                by_duty[duty.pk][1] += 1
        unit.missed = unit.owed - unit.done
    units.sort(key=lambda unit: -unit.missed)
    rows = [{"duty": duty, "done": by_duty[duty.pk][0], "owed": by_duty[duty.pk][1]} for duty in duties]
    return render(request, "orm_board.html", {"units": units[:SHOWN], "rows": rows, "count": len(units)})


urlpatterns = [path("board/<int:year>/<int:first_month>/", board)]
