"""Static files under names that carry a hash of their content, so browsers may keep them."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    # A file that a vendor's stylesheet names but does not ship must not stop the portal.
    manifest_strict = False
    support_js_module_import_aggregation = True
