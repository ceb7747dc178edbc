using System.Runtime.InteropServices;
using LowRank.Interop;
using static LowRank.Interop.NativeMethods;

namespace LowRank.NativeProbe;

internal static unsafe partial class Actions
{
    internal static void Load()
    {
        LoadedLibrary library = NativeRuntime.Library;
        Report.Line("kind", library.Kind.ToString());
        Report.Line("path", library.Path);
        Report.Line("threading", library.Threading);
        Report.Line("spin", Marshal.PtrToStringUTF8(NativeVariable("GOMP_SPINCOUNT")) ?? "unset");
        Report.Line("version", library.Services.Version ?? "");
        Report.Line("build", library.Services.BuildDescription ?? "");
        Report.Line("threads", NativeThreads.Current);
        Report.Line("processors", Environment.ProcessorCount);

        string[] mapped = File.Exists("/proc/self/maps") ? File.ReadAllLines("/proc/self/maps") : [];
        Report.Line("openmp", mapped.FirstOrDefault(line => line.Contains("/libgomp", StringComparison.Ordinal))?.Split(' ')[^1] ?? "none");

        double* a = stackalloc double[] { 1, 2, 3, 4 };
        double* b = stackalloc double[] { 5, 6, 7, 8 };
        double* c = stackalloc double[4];
        cblas_dgemm(CblasLayout.RowMajor, CblasTranspose.None, CblasTranspose.None, 2, 2, 2, 1, a, 2, b, 2, 0, c, 2);
        Report.Line("product", string.Join(' ', c[0], c[1], c[2], c[3]));
    }

    /// <summary>What can be set only before first use is refused afterwards.</summary>
    internal static void Locked()
    {
        NativeRuntime.EnsureLoaded();
        Try("locked.path", () => LowRankEnvironment.NativeLibraryPath = "elsewhere");
        Try("locked.reproducible", () => LowRankEnvironment.Reproducible = true);
        Report.Line("locked.pathAfter", LowRankEnvironment.NativeLibraryPath ?? "null");

        static void Try(string key, Action action)
        {
            try
            {
                action();
                Report.Line(key, "accepted");
            }
            catch (InvalidOperationException error)
            {
                Report.Line(key, $"{error.GetType().Name}: {error.Message}");
            }
        }
    }

    /// <summary>Thread counts as set for the process and per call, seen from this thread and from another one.</summary>
    internal static void Threads()
    {
        Report.Line("default", NativeThreads.Current);
        Report.Line("default.property", LowRankEnvironment.ThreadCount);
        using (NativeThreads.Limit(1))
        {
            Report.Line("limit1", NativeThreads.Current);
            Report.Line("limit1.other", OnOtherThread());
            using (NativeThreads.Limit(2))
            {
                Report.Line("limit1.limit2", NativeThreads.Current);
            }

            using (NativeThreads.Limit(null))
            {
                Report.Line("limit1.limitNull", NativeThreads.Current);
            }

            Report.Line("limit1.again", NativeThreads.Current);
        }

        Report.Line("after", NativeThreads.Current);
        using (NativeThreads.Limit(int.MaxValue))
        {
            Report.Line("limitMax", NativeThreads.Current);
        }

        LowRankEnvironment.ThreadCount = 1;
        Report.Line("global1", NativeThreads.Current);
        Report.Line("global1.other", OnOtherThread());
        LowRankEnvironment.ThreadCount = 2;
        Report.Line("global2.property", LowRankEnvironment.ThreadCount);
        Report.Line("global2", NativeThreads.Current);

        static int OnOtherThread()
        {
            int count = 0;
            var thread = new Thread(() => count = NativeThreads.Current);
            thread.Start();
            thread.Join();
            return count;
        }
    }

    /// <summary>How many threads of the operating system there are after a product under this limit.</summary>
    internal static void Workers(int limit)
    {
        using (NativeThreads.Limit(limit))
        {
            Multiply();
        }

        Report.Line("workers", CountNativeThreads());
        return;

        static void Multiply()
        {
            const int n = 500;
            double[] a = new double[n * n], b = new double[n * n], c = new double[n * n];
            fixed (double* pa = a, pb = b, pc = c)
            {
                cblas_dgemm(CblasLayout.ColumnMajor, CblasTranspose.None, CblasTranspose.None, n, n, n, 1, pa, n, pb, n, 0, pc, n);
            }
        }

        // The runtime names its threads; those that the native library starts inherit the name of the thread that called.
        static int CountNativeThreads()
        {
            string own = File.ReadAllText($"/proc/self/task/{Environment.ProcessId}/comm");
            return Directory.GetDirectories("/proc/self/task").Count(task => File.ReadAllText(Path.Combine(task, "comm")) == own);
        }
    }

    /// <summary>The bits of some results, on data at different alignments.</summary>
    internal static void Hash()
    {
        NativeRuntime.EnsureLoaded();
        foreach (int offset in (int[])[0, 1, 3])
        {
            Report.Line($"hash.{offset}", Hashes.Compute(offset));
        }
    }

    /// <summary>First use from 16 threads at once, then products and singular values, each on data of its own.</summary>
    internal static void CallFromManyThreads()
    {
        const int count = 16, rounds = 8;
        int right = 0;
        double worst = 0;
        var gate = new Lock();
        using var start = new Barrier(count);
        OnThreads(count, number =>
        {
            start.SignalAndWait();
            NativeRuntime.EnsureLoaded();
            for (int round = 0; round < rounds; round++)
            {
                double error = ConcurrentCalls.Error((number * rounds) + round);
                lock (gate)
                {
                    worst = Math.Max(worst, error);
                    right++;
                }
            }
        });
        Report.Line("call16.calls", right);
        Report.Line("call16.worst", worst);
    }

    /// <summary>First use from 16 threads at once where there is nothing to load: one search, one exception.</summary>
    internal static void FailOnManyThreads()
    {
        const int count = 16;
        var caught = new NativeLibraryNotFoundException?[count];
        using var start = new Barrier(count);
        OnThreads(count, number =>
        {
            start.SignalAndWait();
            try
            {
                NativeRuntime.EnsureLoaded();
            }
            catch (NativeLibraryNotFoundException error)
            {
                caught[number] = error;
            }
        });
        Report.Line("fail16.caught", caught.Count(error => error is not null));
        Report.Line("fail16.different", caught.Distinct(ReferenceEqualityComparer.Instance).Count());
        NativeRuntime.EnsureLoaded();
    }

    private static void OnThreads(int count, Action<int> body)
    {
        Thread[] threads = [.. Enumerable.Range(0, count).Select(number => new Thread(() => body(number)))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
    }

    // What native code sees, which is not what Environment.GetEnvironmentVariable sees.
    [LibraryImport("libc", EntryPoint = "getenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint NativeVariable(string name);
}
