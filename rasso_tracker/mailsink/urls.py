from rasso_tracker.mailsink import views
from rasso_tracker.web.routes import page

urlpatterns = [
    page("demo/mail/", views.mail_list, name="demo_mail"),
    page("demo/mail/<str:name>/", views.mail_detail, name="demo_mail_message"),
]
