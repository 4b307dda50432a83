"""The codes of ties and walls in plain English."""

RELATIONS = {
    "self": "It is they themselves",
    "family": "Family",
    "partner": "Partner or former partner",
    "friend": "Friend",
    "neighbour": "Neighbour",
    "colleague": "Somebody they work with",
    "other": "Another connection",
}
BECAUSE = {
    "somebody_else": "It is somebody else of that name",
    "declared_in_error": "It was declared in error",
    "tie_is_over": "They are connected no longer",
}
BY = {
    "phone": "telephone number",
    "mail": "e-mail address",
    "place": "address",
    "building": "the building where it happened",
    "near": "the postcode where it happened",
    "name": "full name",
}
TO_OTHERS = "Said of a colleague, it is not shown to them."
