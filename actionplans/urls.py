from actionplans.surfaces import SURFACES
from actionplans.views import PlanList, SubmissionList
from actionplans.views.board import OverdueBoard, changes, presence
from actionplans.views.clinics import BOOKING_DETAIL, CLINIC_DETAIL, diary, sheet
from actionplans.views.due import DUE_DETAIL, DueList
from actionplans.views.items import ItemsToReturnList
from actionplans.views.ladder import called, ladder
from actionplans.views.owed import OwedList
from actionplans.views.records import (
    FILE_CHECK_DETAIL,
    ITEM_DETAIL,
    PLAN_DETAIL,
    REASSIGNMENT_DETAIL,
    STRATEGY_DETAIL,
    SUBMISSION_DETAIL,
)
from actionplans.views.schedules import SCHEDULE
from actionplans.views.supervision import SupervisoryReviewList
from rasso_tracker.web.details import detail_urls
from rasso_tracker.web.lists import listing_urls
from rasso_tracker.web.pages import page_urls
from rasso_tracker.web.routes import page, record_page

urlpatterns = [
    *listing_urls(
        [PlanList, OverdueBoard, SubmissionList, DueList, OwedList, ItemsToReturnList, SupervisoryReviewList]
    ),
    page("clinics/", diary, name="clinics"),
    record_page("clinics/<uuid:pk>/list/", sheet, name="clinic_list", subject="actionplans.Clinic"),
    *detail_urls([CLINIC_DETAIL, BOOKING_DETAIL]),
    page("action-plans/overdue/changes/", changes, name="overdue_board_changes"),
    page("action-plans/presence/", presence, name="plan_presence"),
    page("action-plans/ladder/", ladder, name="ladder"),
    page("action-plans/ladder/called/", called, name="ladder_called"),
    *detail_urls(
        [
            PLAN_DETAIL,
            SCHEDULE,
            ITEM_DETAIL,
            SUBMISSION_DETAIL,
            FILE_CHECK_DETAIL,
            DUE_DETAIL,
            STRATEGY_DETAIL,
            REASSIGNMENT_DETAIL,
        ]
    ),
    *page_urls(SURFACES),
]
