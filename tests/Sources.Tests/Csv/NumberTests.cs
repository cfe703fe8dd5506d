using System.Globalization;
using CanaryJudge.Judging.Model;
using CsCheck;

namespace CanaryJudge.Sources.Tests.Csv;

public sealed class NumberTests
{
    [Theory]
    [InlineData("1", 1)]
    [InlineData("-1.25", -1.25)]
    [InlineData("+3", 3)]
    [InlineData(".5", 0.5)]
    [InlineData("5.", 5)]
    [InlineData("-0", 0)]
    [InlineData("0.1", 0.1)]
    [InlineData("123456789.012345", 123456789.012345)]
    [InlineData("0.30000000000000004", 0.30000000000000004)]
    [InlineData("1e-320", 1e-320)]
    [InlineData("1E3", 1000)]
    [InlineData("9007199254740993", 9007199254740992)]
    [InlineData("123456789012345678901234567890", 123456789012345678901234567890.0)]
    [InlineData("NaN", double.NaN)]
    [InlineData("", double.NaN)]
    [InlineData("null", double.NaN)]
    [InlineData("N/A", double.NaN)]
    [InlineData("Inf", double.PositiveInfinity)]
    [InlineData("+inf", double.PositiveInfinity)]
    [InlineData("-Infinity", double.NegativeInfinity)]
    [InlineData("\" 7 \"", 7)]
    public void A_number_is_read(string text, double expected) =>
        Assert.Equal([expected], CsvText.Long($"1,baseline,a,{text}").Data<SeriesData.Samples>().Values);

    [Theory]
    [InlineData("abc", "value 'abc' is not a number")]
    [InlineData("1 2", "value '1 2' is not a number")]
    [InlineData("0x10", "value '0x10' is not a number")]
    [InlineData("5%", "value '5%' is not a number")]
    [InlineData("-", "value '-' is not a number")]
    [InlineData(".", "value '.' is not a number")]
    [InlineData("1.2.3", "value '1.2.3' is not a number")]
    [InlineData("٣", "value '٣' is not a number")]
    [InlineData("1e999", "value '1e999' is too large: the largest number is 1.8e308")]
    [InlineData("\"1,5\"", "value '1,5' has a comma: write decimals with a point, as in 1234.5, and no thousands separators")]
    [InlineData("\"1,234.5\"", "value '1,234.5' has a comma: write decimals with a point, as in 1234.5, and no thousands separators")]
    public void What_is_no_number_says_so(string text, string message) =>
        Assert.Equal($"2:4 {message}", CsvText.Long($"1,baseline,a,{text}").Problem());

    [Fact]
    public void An_unquoted_decimal_comma_is_a_row_with_a_column_too_many() =>
        Assert.Equal("2:0 the row has 5 columns, the header 4: a comma in a value needs quotes, and decimals are written with a point", CsvText.Long("1,baseline,a,1,5").Problem());

    [Fact]
    public void Short_decimals_round_as_the_runtime_rounds_them() =>
        Gen.Select(Gen.Long[-99_999_999_999_999, 99_999_999_999_999], Gen.Int[0, 14]).Array[50].ForAll(
            numbers =>
            {
                var texts = numbers.Select(n => ((decimal)n.Item1 / (decimal)Math.Pow(10, n.Item2)).ToString(CultureInfo.InvariantCulture)).ToArray();

                var values = CsvText.Long([.. texts.Select(t => $",baseline,a,{t}")]).Data<SeriesData.Samples>().Values;

                Assert.Equal(texts.Select(t => double.Parse(t, CultureInfo.InvariantCulture)), values);
            }, iter: 200);
}
