"""The addresses: all of them are the web app's."""

from django.urls import include, path

urlpatterns = [path("", include("zicha.web.urls"))]

handler400 = "zicha.web.views.errors.bad_request"
handler403 = "zicha.web.views.errors.forbidden"
handler404 = "zicha.web.views.errors.not_found"
handler500 = "zicha.web.views.outages.broken"
