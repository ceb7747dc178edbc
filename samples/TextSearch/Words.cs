using System.Text.RegularExpressions;

namespace TextSearch;

/// <summary>The words of a text that say something of its subject.</summary>
internal static partial class Words
{
    private const int Shortest = 3;

    private static readonly HashSet<string> _common =
    [
        .. """
            about above after all also and any are because been before being below between both but can cannot could did does
            doing down during each few for from further had has have having here how into its itself just more most not now
            off once only other our out over own same should some such than that the their them then there these they this
            those through too under until very was well were what when where which while who whom why will with would you your
            may must shall one two etc use used uses using see
            """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
    ];

    /// <summary>In lower case and in their order; common ones are left out, and of a plural its ending.</summary>
    public static IEnumerable<string> Of(string text) =>
        Word().Matches(text).Select(match => match.Value.ToLowerInvariant()).Where(
            word => word.Length >= Shortest && !_common.Contains(word)).Select(Singular);

    /// <summary>Only so much of a stemmer: <c>licences</c> and <c>licence</c> are to be one term, <c>gas</c> and <c>class</c>
    /// stay.</summary>
    private static string Singular(string word) =>
        word.Length > 4 && word.EndsWith("ies", StringComparison.Ordinal) ? $"{word[..^3]}y"
        : word.Length > 3 && word.EndsWith('s') && !word.EndsWith("ss", StringComparison.Ordinal)
            && !word.EndsWith("us", StringComparison.Ordinal) && !word.EndsWith("is", StringComparison.Ordinal) ? word[..^1]
        : word;

    [GeneratedRegex(@"\p{L}[\p{L}\p{Nd}]*")]
    private static partial Regex Word();
}
