from django.urls import path

from rasso_tracker.mailsink import views

urlpatterns = [
    path("demo/mail/", views.mail_list, name="demo_mail"),
    path("demo/mail/<str:name>/", views.mail_detail, name="demo_mail_message"),
]
