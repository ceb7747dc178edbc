using System.Runtime.InteropServices;
using LowRank.Compare.Measuring;
using LowRank.Reporting;

namespace LowRank.Compare.Report;

/// <summary>All figures, unrounded, for programs.</summary>
internal static class JsonResults
{
    public static string Compose(ComparisonResult result)
    {
        ProductRates[] rates = [.. result.Cases.Select(one => one.Rates).OfType<ProductRates>()];
        return JsonFile.Compose(new
        {
            Machine = new
            {
                Processor = result.Machine.Facts.FirstOrDefault(fact => fact.Name == "Processor").Value,
                Cores = Environment.ProcessorCount,
                OperatingSystem = RuntimeInformation.OSDescription,
                DgemmGflops = rates.Length == 0 ? (double?)null : Statistics.Median(rates.Select(rate => rate.Dgemm)),
                SgemmGflops = rates.Length == 0 ? (double?)null : Statistics.Median(rates.Select(rate => rate.Sgemm)),
                Facts = result.Machine.Facts.ToDictionary(fact => fact.Name, fact => fact.Value),
            },
            result.Threads,
            Cases = result.Cases.Select(one => new
            {
                one.Case.Name,
                one.Case.Title,
                one.Case.Shape,
                ElementType = one.Case.ElementType.ToString().ToLowerInvariant(),
                one.Case.Rank,
                one.Case.Tolerance,
                DgemmGflops = one.Rates?.Dgemm,
                SgemmGflops = one.Rates?.Sgemm,
                ThinGflops = one.Rates?.Thin,
                PeerDgemmGflops = one.Rates?.PeerDgemm,
                one.Case.ThinColumns,
                one.OptimalRank,
                FastestPeerAtEqualError = one.FastestAtEqualError() is { } peer ? $"{peer.Library} {peer.Candidate.Label}" : null,
                RatioOfFastestPeerAtEqualError = one.FastestAtEqualError() is { } fastest ? one.RatioToOurs(fastest) : null,
                Goals = Goals.Of(one).Select(goal => new { goal.Text, goal.Measured, goal.IsMet }),
            }),
            Results = result.Cases.SelectMany(one => one.Entries.Select(entry => Row(result, one, entry))),
        });
    }

    private static object Row(ComparisonResult result, CaseResult one, EntryResult entry) => new
    {
        Case = one.Case.Name,
        one.Case.Shape,
        one.Case.Rank,
        one.Case.Tolerance,
        ElementType = one.Case.ElementType.ToString().ToLowerInvariant(),
        entry.Candidate.Library,
        Call = entry.Candidate.Label,
        Version = entry.Description?.Versions.GetValueOrDefault(entry.Candidate.Library),
        Blas = entry.Description?.Blas ?? entry.Blas,
        BlasKind = entry.Blas,
        Threads = entry.Description?.Threads ?? result.Threads,
        MedianSeconds = entry.IsTimed ? entry.Median : (double?)null,
        BestSeconds = entry.IsTimed ? entry.Best : (double?)null,
        entry.Times,
        Runs = entry.Times.Count,
        RatioToOurs = one.RatioToOurs(entry),
        ReachedRank = entry.Findings?.Rank ?? entry.Work?.Rank,
        RelativeError = entry.Findings?.Error,
        entry.Findings?.ErrorOverOptimum,
        entry.Findings?.ErrorOverExpected,
        entry.Findings?.SingularValueError,
        entry.Findings?.PenroseResidual,
        entry.Findings?.Residual,
        entry.Findings?.WorstDiagonalOverSingularValue,
        entry.PeakExtraBytes,
        entry.FirstSeconds,
        entry.Work?.Method,
        entry.Work?.Reason,
        entry.Work?.Passes,
        entry.Work?.ProductColumns,
        TimeOverProducts = entry.IsTimed ? entry.Median / one.ProductSeconds(entry) : null,
        TimeOverThinProducts = entry.IsTimed ? entry.Median / one.ThinProductSeconds(entry) : null,
        entry.Skipped,
        entry.Failure,
    };
}
