"""An order keeps that its tax was estimated; a list has an order minimum; a seller's own rate of VAT is told or not.

13 was every seller's until it entered another: it is the standard rate of China, and of nobody else.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0010_words_of_a_step_may_go"),
        ("trade", "0021_amendments_numbered"),
    ]

    operations = [
        migrations.AddField(model_name="order", name="is_tax_estimated", field=models.BooleanField(default=False)),
        migrations.AddField(
            model_name="pricelist",
            name="order_minimum",
            field=models.DecimalField(decimal_places=4, max_digits=14, null=True),
        ),
        migrations.AddConstraint(
            model_name="pricelist",
            constraint=models.CheckConstraint(
                condition=models.Q(("order_minimum", None), ("order_minimum__gt", 0), _connector="OR"),
                name="pricelist_order_minimum",
            ),
        ),
        migrations.AlterField(
            model_name="billing",
            name="vat_percent",
            field=models.DecimalField(decimal_places=2, max_digits=5, null=True),
        ),
        migrations.RunSQL(
            "UPDATE trade_billing SET vat_percent = NULL WHERE vat_percent = 13",
            "UPDATE trade_billing SET vat_percent = 13 WHERE vat_percent IS NULL",
        ),
    ]
