"""The classification as JSON: search, concepts, versions. Open to anyone, within the limits."""

from ninja import Router

router = Router(tags=["taxonomy"])
