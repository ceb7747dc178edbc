using System.CommandLine;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace LowRank.Tool.Commands;

/// <summary>Options that several commands have.</summary>
internal static class Options
{
    public static Argument<string> File(
        string name = "FILE", string description = "The matrix: .npy, .npz (FILE.npz:NAME), .mtx, .mtx.gz, .csv, .tsv or IDX.") =>
        new(name) { Description = description };

    public static Option<int?> Rank(string description = "The rank of the result; with --error, the largest rank allowed.") =>
        Number("--rank", description, "K", 0, "-k");

    public static Option<double?> Error(
        string description = "The error allowed, as a share of the Frobenius norm; the smallest rank that meets it is taken.") =>
        Number<double>("--error", description, "SHARE", double.Epsilon, 1, "-e");

    /// <summary>An option that takes a positive number.</summary>
    public static Option<double?> Share(string name, string description, params string[] aliases) =>
        Number(name, description, "SHARE", double.Epsilon, aliases);

    /// <summary>An option whose values are the names of an enumeration in lower case, parted by hyphens.</summary>
    public static Option<TEnum?> Choice<TEnum>(string name, string description)
        where TEnum : struct, Enum
    {
        Dictionary<string, TEnum> values = Enum.GetValues<TEnum>().ToDictionary(Hyphenated, StringComparer.OrdinalIgnoreCase);
        string names = string.Join(", ", values.Keys);
        Option<TEnum?> option = new(name)
        {
            Description = $"{description}: {names}.",
            HelpName = "NAME",
            CustomParser = result =>
            {
                string text = result.Tokens[^1].Value;
                if (values.TryGetValue(text, out TEnum value))
                {
                    return value;
                }

                result.AddError($"'{text}' is no value of {name}; there are: {names}.");
                return null;
            },
        };
        option.CompletionSources.Add([.. values.Keys]);
        return option;
    }

    /// <summary><c>SubspaceIteration</c> becomes <c>subspace-iteration</c>.</summary>
    public static string Hyphenated<TEnum>(TEnum value)
        where TEnum : struct, Enum
    {
        StringBuilder text = new();
        foreach (char c in value.ToString())
        {
            if (char.IsUpper(c) && text.Length > 0 && !char.IsUpper(text[^1]))
            {
                text.Append('-');
            }

            text.Append(char.ToLowerInvariant(c));
        }

        return text.ToString();
    }

    /// <summary>The truncation of --rank and --error; one of them must be given.</summary>
    public static Truncation Truncation(CommandRun run, Option<int?> rank, Option<double?> error)
    {
        int? most = run.Arguments.GetValue(rank);
        return run.Arguments.GetValue(error) is { } tolerance
            ? LowRank.Truncation.RelativeError(tolerance, most)
            : most ?? throw new ToolException("Give --rank K or --error SHARE.");
    }

    public static Option<TNumber?> Number<TNumber>(
        string name, string description, string helpName, TNumber smallest, params string[] aliases)
        where TNumber : struct, INumber<TNumber> => Number(name, description, helpName, smallest, null, aliases);

    /// <summary>An option that takes a number, at least the smallest one and below another one.</summary>
    /// <remarks>Parsed here: System.CommandLine would take the user's culture, and its own messages name .NET's types.</remarks>
    private static Option<TNumber?> Number<TNumber>(
        string name, string description, string helpName, TNumber smallest, TNumber? limit, params string[] aliases)
        where TNumber : struct, INumber<TNumber> =>
        new(name, aliases)
        {
            Description = description,
            HelpName = helpName,
            CustomParser = result =>
            {
                string text = result.Tokens[^1].Value;
                if (TNumber.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out TNumber value) && value >= smallest
                    && TNumber.IsFinite(value) && !(value >= limit))
                {
                    return value;
                }

                string kind = TNumber.IsInteger(smallest) && typeof(TNumber) != typeof(double) ? "a whole number" : "a number";
                string bound = smallest == TNumber.CreateTruncating(double.Epsilon) && typeof(TNumber) == typeof(double)
                    ? "above 0" : $"of at least {smallest}";
                string below = limit is null ? "" : $" and below {limit}";
                result.AddError($"'{text}' is no value of {name}, which takes {kind} {bound}{below}.");
                return null;
            },
        };
}
