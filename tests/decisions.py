"""What tests of every app say of a decision alike."""

# What a decision of the police rests on beside its outcome, whatever that is.
CHECKED = {
    "evidence_led": "Without her account nothing is left to prove the offence.",
    "evidential_review": "Reviewed by DI Hall on 1 September: no line of enquiry is left.",
    "other_reports": "none_found",
    "safety_plan": "in_place",
    "safety_plan_words": "Her locks were changed, and she has the number of the team.",
}
