from cases.surfaces import SURFACES
from cases.views import PEOPLE_OF_CASE, CaseList, case_search
from cases.views.lessons import LESSON_DETAIL, LessonList
from cases.views.supervision import DIRECTION, SUPERVISORY_REVIEW
from rasso_tracker.web.details import detail_urls
from rasso_tracker.web.lists import listing_urls
from rasso_tracker.web.pages import page_urls
from rasso_tracker.web.routes import page

urlpatterns = [
    *listing_urls([CaseList, LessonList]),
    page("cases/search/", case_search, name="case_search", methods=("GET", "POST")),
    *detail_urls([PEOPLE_OF_CASE, SUPERVISORY_REVIEW, DIRECTION, LESSON_DETAIL]),
    *page_urls(SURFACES),
]
