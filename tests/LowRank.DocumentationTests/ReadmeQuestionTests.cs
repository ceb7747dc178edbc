using System.Text.RegularExpressions;

namespace LowRank.DocumentationTests;

/// <summary>The README's questions are headed by the texts of exceptions: they must be what is thrown.</summary>
public partial class ReadmeQuestionTests
{
    private static readonly Dictionary<string, Action> Causes = new()
    {
        ["a (4 × 3) has the entry NaN at row 1, column 2"] = () =>
        {
            DenseMatrix<double> a = DenseMatrix.Create<double>(4, 3);
            a[1, 2] = double.NaN;
            TruncatedSvd.Compute(a, 1);
        },
        ["A 4 × 3 matrix has rank at most 3"] = () => TruncatedSvd.Compute(DenseMatrix.Create<double>(4, 3), 5),
        ["A product needs as many columns"] = () => _ = DenseMatrix.Create<double>(4, 3) * DenseMatrix.Create<double>(4, 3),
        ["The element type System.Int32"] = () => DenseMatrix.Create<int>(1, 1),
    };

    [Fact]
    public void Every_heading_that_quotes_an_exception_is_the_start_of_its_message()
    {
        string readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        string[] headings = [.. Heading().Matches(readme).Select(match => match.Groups["text"].Value.Trim())];
        foreach ((string start, Action cause) in Causes)
        {
            string heading = Assert.Single(headings, text => text.StartsWith(start, StringComparison.Ordinal));
            string message = Assert.ThrowsAny<Exception>(cause).Message;
            Assert.StartsWith(heading, message, StringComparison.Ordinal);
        }

        // The others are the missing library, which LowRank.InteropTests provokes, and a question of speed.
        Assert.Equal(Causes.Count + 2, headings.Length);
    }

    [GeneratedRegex("^### (?<text>.*)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Heading();
}
