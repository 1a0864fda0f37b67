from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Static files under their content's hash; an unknown name is an error and not a dead link."""

    manifest_strict = True
