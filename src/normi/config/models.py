"""Counters for the rate limits. They hold no personal data: the key is an HMAC that is worthless after a day."""

from django.db import models


class RequestCount(models.Model):
    key = models.CharField(max_length=32)
    started = models.DateTimeField()
    ends = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["key", "started"], name="one_counter_per_window"),)

    def __str__(self) -> str:
        return f"{self.count} since {self.started}"
