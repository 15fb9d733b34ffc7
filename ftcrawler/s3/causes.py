"""What can go wrong with S3: one cause for each thing that someone has to mend, said in French.

Errors are recognised by name, so that a crawl without S3 never imports botocore.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from ftcrawler.exceptions import UploadError


class S3Cause(StrEnum):
    """Stable names, to count and to group; the texts may change."""

    BUCKET_MISSING = "bucket_missing"
    ACCESS_DENIED = "access_denied"
    KEY_UNKNOWN = "key_unknown"
    SECRET_WRONG = "secret_wrong"  # noqa: S105 (a name, not a secret)
    KEYS_MISSING = "keys_missing"
    SESSION_OVER = "session_over"
    CLOCK_SKEWED = "clock_skewed"
    WRONG_REGION = "wrong_region"
    REDIRECTED = "redirected"
    MISCONFIGURED = "misconfigured"
    CERTIFICATE = "certificate"
    UNREACHABLE = "unreachable"
    TOO_SLOW = "too_slow"
    BUSY = "busy"
    FILE_UNREADABLE = "file_unreadable"
    OBJECT_MISSING = "object_missing"
    UNEXPECTED = "unexpected"

    @property
    def lasting(self) -> bool:
        """Tell whether every other file would fail in the same way until someone acts."""
        return self not in _PASSING

    @property
    def text(self) -> tuple[str, str]:
        """What happened and what to do, as patterns over `bucket`, `endpoint` and `detail`."""
        return _TEXTS[self]


class S3Error(UploadError):
    """S3 refused or could not be asked; `cause` groups, the message says how to mend it."""

    def __init__(self, cause: S3Cause, *, bucket: str, endpoint: str, detail: str = "") -> None:
        self.cause = cause
        what, remedy = (
            part.format(bucket=bucket, endpoint=endpoint, detail=detail) for part in cause.text
        )
        super().__init__(f"{what}. {remedy}.")


_PASSING: Final = {S3Cause.BUSY, S3Cause.FILE_UNREADABLE, S3Cause.OBJECT_MISSING}

_TEXTS: Final = {
    S3Cause.BUCKET_MISSING: (
        "bucket « {bucket} » introuvable",
        "Créez-le, ou corrigez data_lake_bucket",
    ),
    S3Cause.ACCESS_DENIED: (
        "accès refusé au bucket « {bucket} »",
        "Donnez à cette clé les droits s3:PutObject, s3:GetObject et s3:ListBucket sur ce bucket",
    ),
    S3Cause.KEY_UNKNOWN: ("clé d'accès inconnue", "Corrigez KEY_ACCESS"),
    S3Cause.SECRET_WRONG: (
        "signature refusée : KEY_SECRET ne va pas avec KEY_ACCESS",
        "Corrigez KEY_SECRET",
    ),
    S3Cause.KEYS_MISSING: (
        "aucune clé d'accès complète",
        "Renseignez KEY_ACCESS et KEY_SECRET, ou donnez à la machine un rôle ou un profil AWS",
    ),
    S3Cause.SESSION_OVER: (
        "session AWS expirée ou refusée ({detail})",
        "Renouvelez-la (aws sso login, ou de nouvelles clés temporaires)",
    ),
    S3Cause.CLOCK_SKEWED: ("l'horloge de cette machine est fausse", "Mettez-la à l'heure"),
    S3Cause.WRONG_REGION: (
        "le bucket « {bucket} » est dans une autre région ({detail})",
        "Indiquez sa région dans AWS_REGION",
    ),
    S3Cause.REDIRECTED: (
        "{endpoint} renvoie à une autre adresse ({detail})",
        "Corrigez AWS_ENDPOINT_URL (https ?) et AWS_REGION",
    ),
    S3Cause.MISCONFIGURED: (
        "configuration S3 refusée ({detail})",
        "Vérifiez data_lake_bucket, AWS_ENDPOINT_URL, AWS_REGION et le profil AWS",
    ),
    S3Cause.CERTIFICATE: (
        "certificat TLS refusé ({endpoint})",
        "Vérifiez AWS_ENDPOINT_URL, ou indiquez l'autorité dans AWS_CA_BUNDLE",
    ),
    S3Cause.UNREACHABLE: (
        "point d'accès injoignable ({endpoint})",
        "Vérifiez le réseau, le proxy et AWS_ENDPOINT_URL",
    ),
    S3Cause.TOO_SLOW: (
        "pas de réponse entière de {endpoint} à temps",
        "Vérifiez le réseau, le proxy et AWS_ENDPOINT_URL",
    ),
    S3Cause.BUSY: ("S3 surchargé ou en panne ({detail})", "Réessayez plus tard"),
    S3Cause.FILE_UNREADABLE: ("fichier local illisible ({detail})", "Vérifiez FT_DATA_DIR"),
    S3Cause.OBJECT_MISSING: ("objet absent du bucket « {bucket} »", "Vérifiez son nom"),
    S3Cause.UNEXPECTED: (
        "réponse inattendue de S3 ({detail})",
        "Vérifiez que AWS_ENDPOINT_URL est bien un service S3",
    ),
}
