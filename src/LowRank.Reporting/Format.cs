using System.Globalization;

namespace LowRank.Reporting;

/// <summary>Numbers as the terminal, the page and the Markdown table all show them.</summary>
public static class Format
{
    public const string NotApplicable = "–";

    /// <summary>Such as <c>9.12 s</c> or <c>85 ms</c>.</summary>
    public static string Seconds(double seconds) => seconds switch
    {
        < 0.1 => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1000:F0} ms"),
        < 10 => string.Create(CultureInfo.InvariantCulture, $"{seconds:F2} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds:F1} s"),
    };

    public static string SpeedUp(double ratio) => ratio switch
    {
        1 => "1×",
        < 10 => string.Create(CultureInfo.InvariantCulture, $"{ratio:F1}×"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{ratio:F0}×"),
    };

    /// <summary>Four decimals, or a power of ten where these would show too little.</summary>
    public static string Error(double? error) => error switch
    {
        null => NotApplicable,
        < 0.001 => error.Value.ToString("0.0e+0", CultureInfo.InvariantCulture),
        _ => error.Value.ToString("F4", CultureInfo.InvariantCulture),
    };

    /// <summary>The figure, and in front of it how it is known: an identity, probes or a bound.</summary>
    public static string Estimate(ErrorEstimate? estimate) =>
        estimate is null ? NotApplicable : $"{Sign(estimate.Method)} {Error(estimate.RelativeFrobenius)}";

    public static string Share(double? share) =>
        share is { } value ? string.Create(CultureInfo.InvariantCulture, $"{100 * value:F2} %") : NotApplicable;

    /// <summary>With thin spaces between groups of three digits, from five digits on.</summary>
    public static string Count(int? count) => count switch
    {
        null => NotApplicable,
        < 10_000 => count.Value.ToString(CultureInfo.InvariantCulture),
        _ => count.Value.ToString("N0", CultureInfo.InvariantCulture).Replace(',', '\u2009'),
    };

    private static string Sign(ErrorEstimateMethod method) => method switch
    {
        ErrorEstimateMethod.ExactIdentity => "=",
        ErrorEstimateMethod.PerturbationBound => "≤",
        _ => "≈",
    };
}
