"""Units, duties and what was done."""

from django.db import models


class Unit(models.Model):
    """A unit of the organisation."""

    code = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200)

    def __str__(self) -> str:
        """Its name."""
        return str(self.name)


class Kind(models.Model):
    """A kind of activity."""

    name = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        """Its name."""
        return str(self.name)


class Duty(models.Model):
    """So many activities of a kind in each period of some months; ``threshold`` is the attendance each needs."""

    title = models.CharField(max_length=200)
    kind = models.ForeignKey(Kind, on_delete=models.CASCADE)
    months = models.PositiveIntegerField()
    at_least = models.PositiveIntegerField()
    threshold = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        """Its title."""
        return str(self.title)


class Entry(models.Model):
    """An activity."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE)
    kind = models.ForeignKey(Kind, on_delete=models.CASCADE)
    day = models.DateField(db_index=True)
    expected = models.PositiveIntegerField()
    present = models.PositiveIntegerField()

    class Meta:
        """The index that the page's query asks for."""

        indexes = (models.Index(fields=["unit", "day"], name="entry_unit_day"),)

    def __str__(self) -> str:
        """What and when."""
        return f"{self.kind} {self.day}"
