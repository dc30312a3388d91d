"""/feeds/corrections.atom: corrected reports and withdrawn files, for whoever quotes our numbers."""

from django.contrib.syndication.views import Feed
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from city.models import City
from reports.make.all_corrections import Correction, all_corrections


class CorrectionsFeed(Feed):
    feed_type = Atom1Feed
    link = "/reports/corrections/"

    def title(self):
        return _("Corrections of reports and data – %(city)s") % {
            "city": City.objects.current().name
        }

    def items(self):
        return all_corrections()[:100]

    def item_title(self, one: Correction):
        mark = f"[{_('Demonstration')}] " if City.objects.current().is_demo else ""
        if one.what == "file":
            return mark + _("Withdrawn: %(file)s of “%(title)s”") % {
                "file": one.file,
                "title": one.title,
            }
        return mark + _("Corrected: “%(title)s”, version %(number)s") % {
            "title": one.title, "number": one.version,
        }  # fmt: skip

    def item_description(self, one: Correction):
        return str(one.reason)

    def item_link(self, one: Correction):
        return one.url

    def item_guid(self, one: Correction):
        return f"tag:livinglab,2026:correction-{one.what}-{one.digest}-{one.at:%Y%m%dT%H%M%S}"

    def item_pubdate(self, one: Correction):
        return one.at

    def item_updateddate(self, one: Correction):
        return one.at
