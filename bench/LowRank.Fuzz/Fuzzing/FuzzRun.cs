using System.Diagnostics;
using System.Numerics;
using LowRank.IO;

namespace LowRank.Fuzz;

/// <summary>What became of the mutated files of a format.</summary>
/// <param name="Files">How many there were.</param>
/// <param name="Accepted">How many were read as matrices all the same.</param>
/// <param name="LongestSeconds">The longest time for one.</param>
/// <param name="MostBytes">The most memory allocated for one, in all.</param>
/// <param name="Failures">What must not happen, at most ten.</param>
internal sealed record FuzzResult(int Files, int Accepted, double LongestSeconds, long MostBytes, IReadOnlyList<string> Failures);

/// <summary>
/// Feeds mutated files to the readers. Each must be read, or refused with a <see cref="MatrixFileException"/> of one line that names the
/// file; within the limits of time and memory.
/// </summary>
internal sealed class FuzzRun(string folder, ulong seed) : IElementAction<bool>
{
    private const double TimeLimit = 10;
    private const long MemoryLimit = 48L << 20;
    private const int MostFailures = 10;
    private const int LongestMessage = 600;

    // Small, so that reading in blocks is tried too.
    private static readonly LoadOptions _options = new() { LoadedBytes = 1 << 10, MostBytes = 16 << 20, BlockBytes = 200 };

    private MatrixFile? _file;

    public FuzzResult Run(string format, int count)
    {
        SeedFile[] seeds = SeedFile.ByFormat[format];
        System.Random random = new(StableHash(format, seed));
        Mutator mutator = new(random);
        List<string> failures = [];
        int accepted = 0;
        double longest = 0;
        long most = 0;
        for (int i = 0; i < count && failures.Count < MostFailures; i++)
        {
            SeedFile start = seeds[random.Next(seeds.Length)];

            // Packed files are spoiled before packing, or after it, where a checksum mostly catches it.
            bool isInside = start.Packing == Packing.None || random.Next(3) > 0;
            byte[] bytes = isInside
                ? start.Pack(i == 0 ? start.Content : mutator.Mutate(start.Content, seeds))
                : mutator.Mutate(start.Pack(start.Content), seeds);
            string path = Path.Combine(folder, start.Name);
            File.WriteAllBytes(path, bytes);
            long before = GC.GetAllocatedBytesForCurrentThread();
            long time = Stopwatch.GetTimestamp();
            string? failure = Try(path, ref accepted);
            double seconds = Stopwatch.GetElapsedTime(time).TotalSeconds;
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            failure ??= seconds > TimeLimit ? $"it took {seconds:F1} s" : allocated > MemoryLimit
                ? $"it allocated {allocated} bytes" : null;
            if (failure is not null)
            {
                failures.Add($"{format} file {i} of seed {seed}: {failure}\n  "
                    + $"{Convert.ToBase64String(bytes.AsSpan(0, Math.Min(bytes.Length, 3000)))}");
            }

            longest = Math.Max(longest, seconds);
            most = Math.Max(most, allocated);
        }

        return new FuzzResult(count, accepted, longest, most, failures);
    }

    /// <summary>Reads the matrix, and where it is small multiplies by it: all entries must be finite.</summary>
    bool IElementAction<bool>.Run<T>()
    {
        ILinearOperator<T> matrix = _file!.Load<T>(_options);
        using IDisposable? disposable = matrix as IDisposable;
        double norm = ((IFrobeniusNorm)matrix).FrobeniusNorm();
        if (double.IsNaN(norm))
        {
            throw new InvalidOperationException("The norm is NaN.");
        }

        if (matrix.RowCount <= 100 && matrix.ColumnCount <= 100)
        {
            DenseMatrix<T> x = DenseMatrix.Create<T>(matrix.ColumnCount, 2);
            DenseMatrix<T> y = DenseMatrix.Create<T>(matrix.RowCount, 2);
            matrix.Multiply(x, y);
            matrix.MultiplyAdjoint(y, x);
        }

        return true;
    }

    private string? Try(string path, ref int accepted)
    {
        try
        {
            _file = MatrixFiles.Open(path, _options);
            _file.ElementType.Dispatch(this);
            accepted++;
            return null;
        }
        catch (MatrixFileException exception)
        {
            string message = exception.Message;
            return message.StartsWith(path, StringComparison.Ordinal) && !message.Contains('\n')
                && message.Length <= path.Length + LongestMessage && message.Contains("byte", StringComparison.Ordinal)
                ? null
                : $"the message is not one line with the file and a byte: {message}";
        }
        catch (Exception exception)
        {
            return exception.ToString();
        }
    }

    /// <summary>Not string.GetHashCode, which differs from run to run.</summary>
    private static int StableHash(string text, ulong seed) =>
        text.Aggregate((int)(seed ^ (seed >> 32)), (hash, c) => unchecked((hash * 31) + c));
}
