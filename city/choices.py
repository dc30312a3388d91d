"""Rows to choose from on a form."""

from django import forms


class RowsField(forms.ModelMultipleChoiceField):
    """Several rows; a number that no row can have is simply not one of the choices."""

    def _check_values(self, value):
        try:
            return super()._check_values(value)  # type: ignore[misc]
        except OverflowError as error:
            raise forms.ValidationError(
                self.error_messages["invalid_pk_value"], code="invalid_pk_value",
                params={"pk": "…"},
            ) from error  # fmt: skip
