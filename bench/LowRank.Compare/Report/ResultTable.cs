using System.Globalization;
using LowRank.Compare.Cases;
using LowRank.Compare.Measuring;
using LowRank.Reporting;

namespace LowRank.Compare.Report;

/// <summary>The results as text, for the terminal and for Markdown.</summary>
internal static class ResultTable
{
    /// <summary>Columns from this one on hold numbers.</summary>
    public const int FirstNumber = 3;

    public static IReadOnlyList<string> Headers { get; } =
        ["Case", "Library", "Call", "Rank", "Time", "Best", "First", "Runs", "÷ ours", "GFLOP/s", "Error", "÷ optimum", "Extra memory"];

    public static IEnumerable<string[]> Rows(IEnumerable<CaseResult> results) => results.SelectMany(Rows);

    public static IEnumerable<string[]> Rows(CaseResult result)
    {
        // A case is named once, where it begins.
        string name = $"{result.Case.Name}: {result.Case.Shape}";
        foreach (EntryResult entry in result.Entries.Where(entry => entry.Skipped is null))
        {
            Findings? found = entry.Findings;
            yield return
            [
                name,
                entry.Library,
                entry.Candidate.Label,
                Format.Count(found?.Rank ?? entry.Work?.Rank),
                entry.IsTimed ? Format.Seconds(entry.Median) : "failed",
                entry.IsTimed ? Format.Seconds(entry.Best) : Format.NotApplicable,
                entry.FirstSeconds is { } first ? Format.Seconds(first) : Format.NotApplicable,
                entry.IsTimed ? Format.Count(entry.Times.Count) : Format.NotApplicable,
                result.RatioToOurs(entry) is { } ratio ? Ratio(ratio) : Format.NotApplicable,
                GigaFlops(result, entry),
                Format.Error(found?.Error ?? found?.PenroseResidual ?? found?.Residual),
                Optimum(found),
                entry.PeakExtraBytes is { } bytes ? Megabytes(bytes) : Format.NotApplicable,
            ];
            name = "";
        }
    }

    public static IEnumerable<string> Remarks(ComparisonResult result) =>
    [
        "Time: the median of the runs, the computation alone; best: the shortest; first: the first such call of a process, which a "
            + "runtime that compiles as it goes is slower in. "
            + "All candidates of a case warm up for some seconds, then take turns, run by run.",
        "÷ ours: how many times longer than the first LowRank call of the case. GFLOP/s: of the products with A that a call is known to "
            + "make, over its whole time.",
        "Error: relative, in the Frobenius norm, computed by the controller from the factors; for a pseudo-inverse the greatest "
            + "residual of Penrose's four conditions; "
            + "for a QR decomposition the residual. ÷ optimum: over the least error of any matrix of that rank (Eckart–Young).",
        "Extra memory: how far the resident memory rose above what it was before the call, at its peak, in a process of its own.",
        "A call whose answer was not accepted is not timed.",
        .. Failures(result.Cases),
        .. result.Cases.SelectMany(GoalLines),
        .. result.Cases.Where(one => one.Rates is not null).Select(RateLine),
        .. Versions(result.Cases),
        result.Machine.Summary,
    ];

    /// <summary>What became of a candidate's answer, in a line.</summary>
    public static string AnswerLine(EntryResult entry) =>
        $"  {entry.Candidate.Library} {entry.Candidate.Label} ({entry.Blas}): "
        + (entry.Skipped is { } reason ? $"skipped: {reason}"
            : entry.Failure is { } failure ? $"FAILED: {failure}"
            : Accuracy(entry.Findings!));

    private static string Accuracy(Findings found)
    {
        string?[] parts =
        [
            found.Rank is { } rank ? $"rank {rank}" : null,
            found.Error is { } error ? $"error {Format.Error(error)}" : null,
            found.ErrorOverOptimum is { } optimum ? Text($"{optimum:G6} × optimum") : null,
            found.ErrorOverExpected is { } expected ? Text($"{expected:F3} × expected") : null,
            found.SingularValueError is { } value ? $"singular values to {Format.Error(value)}" : null,
            found.PenroseResidual is { } penrose ? $"Penrose residual {Format.Error(penrose)}" : null,
            found.Residual is { } residual ? $"residual {Format.Error(residual)}" : null,
            found.WorstDiagonalOverSingularValue is { } diagonal ? Text($"|r_kk| ÷ σ_k {diagonal:F2} at worst") : null,
        ];
        return string.Join(", ", parts.OfType<string>());
    }

    public static IEnumerable<string> GoalLines(CaseResult result) => Goals.Of(result).Select(goal =>
        string.Create(CultureInfo.InvariantCulture, $"Goal of {result.Case.Name}: {goal.Text}; measured "
            + $"{(goal.Measured is { } measured ? measured.ToString("G3", CultureInfo.InvariantCulture) : "nothing")}: "
            + $"{(goal.IsMet ? "met" : "NOT met")}."));

    public static string RateLine(CaseResult result)
    {
        ProductRates rates = result.Rates!;
        string thin = rates.Thin is { } rate
            ? Text($", A times {result.Case.ThinColumns} columns {rate:F0}")
            : "";
        string peers = string.Concat(rates.PeerDgemm.Select(peer => Text($"; dgemm of Python on {peer.Key} {peer.Value:F0}")));
        string products = result.Reference is { } ours && result.ProductSeconds(ours) is { } seconds
            && result.ThinProductSeconds(ours) is { } thinSeconds
            ? string.Create(CultureInfo.InvariantCulture,
                $"; {ours.Candidate.Label} ({ours.Work!.Method}, {ours.Work.Passes} passes, {ours.Work.ProductColumns} columns in "
                + $"all, {ours.Work.SinglePrecisionColumns} of them in single precision) takes {ours.Median / seconds:F2} × the time of "
                + $"its products at the square rate, {ours.Median / thinSeconds:F2} × at the thin one")
            : "";
        return Text($"Products beside {result.Case.Name}, GFLOP/s: dgemm {rates.Dgemm:F0}, sgemm {rates.Sgemm:F0}{thin}{peers}{products}.");
    }

    /// <summary>What is missing on this machine, each once.</summary>
    public static IEnumerable<string> Skipped(IEnumerable<CaseResult> results) => results
        .SelectMany(result => result.Entries)
        .Where(entry => entry.Skipped is not null)
        .Select(entry => $"skipped: {entry.Library}: {entry.Skipped}")
        .Distinct();

    private static IEnumerable<string> Failures(IEnumerable<CaseResult> results) =>
        from result in results
        from entry in result.Entries
        where entry.Failure is not null
        select $"Failed in {result.Case.Name}: {entry.Library} {entry.Candidate.Label}: {entry.Failure}.";

    private static IEnumerable<string> Versions(IEnumerable<CaseResult> results) => results
        .SelectMany(result => result.Entries)
        .Where(entry => entry.Description is not null)
        .Select(entry => string.Create(
            CultureInfo.InvariantCulture,
            $"{entry.Library}: {entry.Candidate.Library} {entry.Description!.Versions.GetValueOrDefault(entry.Candidate.Library)} on "
                + $"{entry.Description.Blas}, {entry.Description.Threads} threads."))
        .Distinct();

    private static string GigaFlops(CaseResult result, EntryResult entry) =>
        entry.IsTimed && entry.Work?.ProductColumns is { } columns
            ? Text($"{2.0 * result.Case.Main.Rows * result.Case.Main.Columns * columns / entry.Median / 1e9:F0}")
            : Format.NotApplicable;

    private static string Optimum(Findings? found) =>
        found?.ErrorOverOptimum is { } ratio ? Text($"{ratio:F4}") : Format.NotApplicable;

    private static string Ratio(double ratio) =>
        ratio is >= 0.995 and < 1.005 ? "1" : ratio < 10 ? Text($"{ratio:F2}") : Text($"{ratio:F0}");

    private static string Megabytes(long bytes) => Text($"{bytes / 1e6:F0} MB");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
