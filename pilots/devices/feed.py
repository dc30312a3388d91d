"""/feeds/alerts.atom: public alerts, with the fields of the Common Alerting Protocol (CAP 1.2)."""

from django.contrib.syndication.views import Feed
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from city.models import City
from pilots.devices.alerts import public_alerts, sentence
from pilots.models import Alert

CAP = "urn:oasis:names:tc:emergency:cap:1.2"
MOST = 100


class AtomWithCAP(Atom1Feed):
    """A reader of Atom sees an entry; a reader of CAP finds its fields beside it."""

    def root_attributes(self):
        return super().root_attributes() | {"xmlns:cap": CAP}

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        for name, value in item["cap"].items():
            handler.addQuickElement(f"cap:{name}", value)


class AlertsFeed(Feed):
    feed_type = AtomWithCAP
    link = "/pilots/"

    def title(self):
        return _("Alerts of sensors – %(city)s") % {"city": City.objects.current().name}

    def subtitle(self):
        return _("For reference only. In an emergency call 119.")

    def items(self):
        return public_alerts()[:MOST]

    def item_title(self, alert: Alert):
        mark = f"[{_('Demonstration')}] " if City.objects.current().is_demo else ""
        over = _("over") + ": " if alert.ended_at else ""
        return f"{mark}{over}{sentence(alert)}"

    def item_description(self, alert: Alert):
        parts = [sentence(alert) + ".", str(alert.threshold.advice), _("For reference only.")]
        return " ".join(part for part in parts if part.strip())

    def item_link(self, alert: Alert):
        return f"{alert.threshold.measure.pilot.get_absolute_url()}#sensors"

    def item_guid(self, alert: Alert):
        return f"tag:livinglab,2026:alert-{alert.pk}"

    def item_pubdate(self, alert: Alert):
        return alert.at

    def item_updateddate(self, alert: Alert):
        return alert.ended_at or alert.at

    def item_author_name(self, alert: Alert):
        return str(alert.threshold.measure.pilot.department)

    def item_extra_kwargs(self, alert: Alert):
        return {"cap": _cap(alert)}


def _cap(alert: Alert) -> dict[str, str]:
    """A demonstration is a test in the words of the protocol; what is over, an update."""
    city = City.objects.current()
    told = {
        "identifier": f"alert-{alert.pk}",
        "sender": str(city.name),
        "sent": (alert.ended_at or alert.at).isoformat(timespec="seconds"),
        "status": "Test" if city.is_demo else "Actual",
        "msgType": "Update" if alert.ended_at else "Alert",
        "scope": "Public",
        "category": "Other",
        "event": str(alert.threshold.measure.name),
        "responseType": "AllClear" if alert.ended_at else "Monitor",
        "urgency": "Past" if alert.ended_at else "Unknown",
        "severity": "Unknown",
        "certainty": "Observed",
        "effective": alert.began_at.isoformat(timespec="seconds"),
        "headline": sentence(alert),
        "instruction": str(alert.threshold.advice),
        "note": _("For reference only."),
        "areaDesc": str(alert.site),
    }
    if alert.site.lat is not None:
        told["circle"] = f"{alert.site.lat},{alert.site.lon} 0"
    return {name: value for name, value in told.items() if value}
