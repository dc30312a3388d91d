"""Which proposals changed since the extract last read them, by blocks of their keys."""

from django.db import models


class ProposalChange(models.Model):
    """A proposal that came, went or changed in a column that the extract reads.

    Written by triggers only (reports/noting.py), in the transaction of the change; taken away in
    the transaction that gives its block a new revision.
    """

    proposal = models.BigIntegerField()


class ProposalBlock(models.Model):
    """A range of keys, and the name of the state in which its proposals are now.

    The revision is drawn, not counted: after a backup was put back it must not come again.
    """

    number = models.BigIntegerField(primary_key=True)
    revision = models.CharField(max_length=20)
