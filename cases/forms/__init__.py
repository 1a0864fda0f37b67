"""The shape of what is typed about a case, for page and API alike."""

from cases.forms.case import AllegationForm, CrimeReference, EditCaseForm, OpenCaseForm
from cases.forms.choices import PersonChoice, PersonChoices, at_work, describe, field, police
from cases.forms.matches import JudgeForm, LookForm
from cases.forms.parties import (
    KnownForm,
    MergeSuspectsForm,
    MilestoneForm,
    SuspectForm,
    VictimForm,
    VoidForm,
    VoidSuspectForm,
    in_words,
)
from cases.forms.people import AssignForm, EndNamingForm, NamePersonForm, RestrictForm
from cases.forms.search import SearchForm, SurnameForm

__all__ = [
    "AllegationForm",
    "AssignForm",
    "CrimeReference",
    "EditCaseForm",
    "EndNamingForm",
    "JudgeForm",
    "KnownForm",
    "LookForm",
    "MergeSuspectsForm",
    "MilestoneForm",
    "NamePersonForm",
    "OpenCaseForm",
    "PersonChoice",
    "PersonChoices",
    "RestrictForm",
    "SearchForm",
    "SurnameForm",
    "SuspectForm",
    "VictimForm",
    "VoidForm",
    "VoidSuspectForm",
    "at_work",
    "describe",
    "field",
    "in_words",
    "police",
]
