"""What the classification's tables say about people: nothing. Searches are logged, and declared, by `privacy`."""

from normi.privacy.register import holds_no_personal_data
from normi.taxonomy import models

REASON = "The published classification ESCO and our own labels for it: facts about work, not about anyone."

for model in (
    models.TaxonomyVersion,
    models.Concept,
    models.Label,
    models.Description,
    models.Relation,
    models.Collection,
    models.Membership,
):
    holds_no_personal_data(model, reason=REASON)
