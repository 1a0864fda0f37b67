"""Addresses of decisions and of the Right to Review."""

from rasso_tracker.web.details import detail_urls
from rasso_tracker.web.lists import listing_urls
from rasso_tracker.web.pages import page_urls
from rasso_tracker.web.routes import record_page
from reviews.surfaces import SURFACES
from reviews.views.cps_reviews import CPS_REVIEW_DETAIL, EXPEDITED_DETAIL, CpsReviewList
from reviews.views.days import DECISION_DAY
from reviews.views.decisions import DECISION_DETAIL, REQUEST_DETAIL, DecisionList, RequestList
from reviews.views.late import LateTellingList, MissedTellingList
from reviews.views.letters import LETTER_DETAIL, LetterList, TranslationList, letter_pdf
from reviews.views.outcomes import OutcomeGapList
from reviews.views.rights import RightsToTellList
from reviews.views.telling import TELLING_DETAIL
from reviews.views.to_confirm import ToConfirmList
from reviews.views.training import TrainingRegister, UntrainedList

urlpatterns = [
    *page_urls(SURFACES),
    *listing_urls(
        [
            DecisionList,
            OutcomeGapList,
            LateTellingList,
            MissedTellingList,
            RightsToTellList,
            RequestList,
            CpsReviewList,
            LetterList,
            TrainingRegister,
            UntrainedList,
            TranslationList,
            ToConfirmList,
        ]
    ),
    *detail_urls(
        [
            DECISION_DETAIL,
            DECISION_DAY,
            TELLING_DETAIL,
            REQUEST_DETAIL,
            CPS_REVIEW_DETAIL,
            EXPEDITED_DETAIL,
            LETTER_DETAIL,
        ]
    ),
    record_page(
        "letters/<uuid:pk>/letter.pdf", letter_pdf, name="letter_pdf", subject="reviews.DecisionLetter"
    ),
]
