using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LowRank.Interop;

/// <summary>The one native library of this process: found at first use, then fixed.</summary>
internal static class NativeRuntime
{
    private static readonly Lock Gate = new();
    private static volatile LoadedLibrary? s_library;
    private static volatile NativeLibraryNotFoundException? s_failure;
    private static string? s_path;
    private static bool s_reproducible;
    private static volatile int s_threadCount; // 0: not set

    /// <summary>Whether the search has been made, with or without success: from then on, what steers it is locked.</summary>
    internal static bool IsSettled => s_library is not null || s_failure is not null;

    /// <summary>The library; loads it at the first use.</summary>
    /// <exception cref="NativeLibraryNotFoundException">There is none that can be used.</exception>
    internal static LoadedLibrary Library
    {
        get
        {
            EnsureLoaded();
            return s_library;
        }
    }

    internal static string? LibraryPath
    {
        get => s_path;
        set => SetBeforeUse(ref s_path, value, nameof(LowRankEnvironment.NativeLibraryPath));
    }

    internal static bool Reproducible
    {
        get => s_reproducible;
        set => SetBeforeUse(ref s_reproducible, value, nameof(LowRankEnvironment.Reproducible));
    }

    internal static int ThreadCount
    {
        get => s_threadCount is > 0 and var count ? count : NativeThreads.Current;
        set
        {
            lock (Gate)
            {
                s_threadCount = value;
                if (s_library is not null)
                {
                    ApplyThreadCount(s_library);
                }
            }
        }
    }

    /// <summary>Call it before the first use of <see cref="NativeMethods"/>; after the first time it costs one comparison.</summary>
    /// <exception cref="NativeLibraryNotFoundException">No usable library; the same exception each time.</exception>
    [MemberNotNull(nameof(s_library))]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void EnsureLoaded()
    {
        if (s_library is null)
        {
            Load();
        }
    }

    [MemberNotNull(nameof(s_library))]
    private static void Load()
    {
        lock (Gate)
        {
            if (s_library is not null)
            {
                return;
            }

            if (s_failure is not null)
            {
                throw s_failure;
            }

            var attempts = new List<NativeLoadAttempt>();
            foreach (LibraryCandidate candidate in LibraryLocations.All(s_path))
            {
                string? reason = candidate.Missing;
                if (reason is null && (reason = LibraryLoader.TryLoad(candidate.Path, s_reproducible, out LoadedLibrary? library)) is null)
                {
                    NativeLibrary.SetDllImportResolver(
                        typeof(NativeMethods).Assembly, (name, _, _) => name == NativeMethods.Library ? library!.Handle : 0);
                    ApplyThreadCount(library!);
                    s_library = library!; // last: another thread that sees it calls the library at once
                    return;
                }

                attempts.Add(new NativeLoadAttempt(candidate.Path, reason));
            }

            s_failure = new NativeLibraryNotFoundException(PlatformNames.RuntimeIdentifier, attempts.AsReadOnly());
            throw s_failure;
        }
    }

    private static void ApplyThreadCount(LoadedLibrary library)
    {
        // Sums are split among threads, so only one thread gives the same bits for every thread count: measured, MKL's strict
        // mode does not, neither in LAPACK nor, on processors not Intel's, in gemm.
        int count = s_reproducible ? 1 : s_threadCount;
        if (count > 0)
        {
            library.Services.SetThreadCount(count);
        }
    }

    private static void SetBeforeUse<T>(ref T setting, T value, string name)
    {
        lock (Gate)
        {
            if (IsSettled)
            {
                throw new InvalidOperationException(
                    $"LowRankEnvironment.{name} can be set only before the native library is first used, and it has been used: "
                    + (s_library is { } library ? library.Path : "it was looked for and not found."));
            }

            setting = value;
        }
    }
}
