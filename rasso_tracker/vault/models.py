from django.db import models


class DataKey(models.Model):
    """The key of one case's sealed columns, itself wrapped by a key of the ring. Deleting it is
    crypto-erasure.
    """

    case_id = models.UUIDField(primary_key=True)
    ring_version = models.PositiveSmallIntegerField()
    wrapped = models.BinaryField()
