using System.Text;

namespace LowRank;

/// <summary>
/// No usable native linear-algebra library was found. The message lists every place that was tried with its reason, and what
/// to do about it.
/// </summary>
/// <remarks>
/// The search happens once in a process. Once it has failed, every later call throws this same exception again, so a cure
/// needs a restart.
/// </remarks>
public sealed class NativeLibraryNotFoundException : DllNotFoundException
{
    /// <summary>The platform that has a native package.</summary>
    private const string PackagedFor = "linux-x64";

    internal NativeLibraryNotFoundException(string runtimeIdentifier, IReadOnlyList<NativeLoadAttempt> attempts)
        : base(Compose(runtimeIdentifier, attempts))
    {
        RuntimeIdentifier = runtimeIdentifier;
        Attempts = attempts;
    }

    /// <summary>The runtime identifier of this process, for example <c>linux-x64</c>.</summary>
    public string RuntimeIdentifier { get; }

    /// <summary>Every place that was tried, in order.</summary>
    public IReadOnlyList<NativeLoadAttempt> Attempts { get; }

    private static string Compose(string rid, IReadOnlyList<NativeLoadAttempt> attempts)
    {
        var text = new StringBuilder();
        text.Append("LowRank found no native linear-algebra library that it can use on ").Append(rid).AppendLine(".");
        text.AppendLine("Tried, in this order:");
        foreach (NativeLoadAttempt attempt in attempts)
        {
            text.Append("  ").Append(attempt.Path).Append(": ").AppendLine(attempt.Reason);
        }

        text.AppendLine("Any one of these mends it:");
        if (rid == PackagedFor)
        {
            text.Append("  - add the package LowRank.Native.").Append(rid).AppendLine(" to the application;");
        }

        text.AppendLine("  - set the environment variable LOWRANK_NATIVE_PATH, or LowRankEnvironment.NativeLibraryPath before first");
        text.AppendLine("    use, to such a library or to the folder that holds it;");
        if (OperatingSystem.IsLinux())
        {
            text.AppendLine("  - on Debian or Ubuntu: apt install libopenblas64-0-pthread, or (non-free, multiverse) libmkl-rt;");
        }

        text.Append("  - install Intel oneAPI MKL and set MKLROOT to its folder.");
        return text.ToString();
    }
}
