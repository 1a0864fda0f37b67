"""Addresses of decisions and of the Right to Review."""

from rasso_tracker.web.details import detail_urls
from rasso_tracker.web.lists import listing_urls
from rasso_tracker.web.routes import record_page
from rasso_tracker.web.surfaces import page_urls
from reviews.day_views import DECISION_DAY
from reviews.late_views import LateTellingList
from reviews.letter_views import LETTER_DETAIL, LetterList, TranslationList, letter_pdf
from reviews.outcome_views import OutcomeGapList
from reviews.right_views import RightsToTellList
from reviews.surfaces import SURFACES
from reviews.telling_views import TELLING_DETAIL
from reviews.training_views import TrainingRegister, UntrainedList
from reviews.views import DECISION_DETAIL, REQUEST_DETAIL, DecisionList, RequestList

urlpatterns = [
    *page_urls(SURFACES),
    *listing_urls(
        [
            DecisionList,
            OutcomeGapList,
            LateTellingList,
            RightsToTellList,
            RequestList,
            LetterList,
            TrainingRegister,
            UntrainedList,
            TranslationList,
        ]
    ),
    *detail_urls([DECISION_DETAIL, DECISION_DAY, TELLING_DETAIL, REQUEST_DETAIL, LETTER_DETAIL]),
    record_page(
        "letters/<uuid:pk>/letter.pdf", letter_pdf, name="letter_pdf", subject="reviews.DecisionLetter"
    ),
]
