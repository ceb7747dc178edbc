using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace LowRank.Interop;

/// <summary>
/// Puts a stock <c>mkl_rt</c> into its 64-bit integer interface and into a threading layer that works here.
/// </summary>
/// <remarks>
/// <c>mkl_rt</c> loads its parts at the first call, and what goes wrong then ends the process: a missing part is a message and
/// <c>exit(2)</c>; a missing OpenMP runtime, which its GNU threading layer uses without declaring it, is the system loader's
/// <c>undefined symbol: omp_get_num_procs</c> and <c>exit(127)</c>. Neither can be caught, so all of it is checked before.
/// </remarks>
internal static class MklRuntimeLayers
{
    private const int InterfaceIlp64 = 1;

    /// <summary>The threading layers in the order of preference: MKL's number, its part, and how it is called.</summary>
    private static readonly (int Layer, string Part, string Name)[] Threadings =
        OperatingSystem.IsLinux()
            ? [(3, "gnu_thread", "GNU OpenMP"), (0, "intel_thread", "Intel OpenMP"), (1, "sequential", "sequential")]
            : [(0, "intel_thread", "Intel OpenMP"), (1, "sequential", "sequential")];

    /// <returns>Null on success, else what is wrong.</returns>
    internal static string? Prepare(string path, NativeServices services, out string threading)
    {
        threading = "";
        string folder = Path.GetDirectoryName(path) ?? "";
        if (!OperatingSystem.IsWindows())
        {
            SystemLoader.TryLoadGlobally(OperatingSystem.IsMacOS() ? "libSystem.dylib" : "libm.so.6"); // log, undeclared in mkl_core
        }

        string[] missing =
        [
            .. RequiredParts().Select(part => PlatformNames.MklPart(path, part)).Where(part => !IsThere(folder, part)),
        ];
        if (missing.Length > 0)
        {
            return $"its part{(missing.Length > 1 ? "s" : "")} {string.Join(", ", missing)} "
                + $"{(missing.Length > 1 ? "are" : "is")} neither beside it nor known to the system";
        }

        string kernels = PlatformNames.MklPart(path, "def");
        if (!IsThere(folder, kernels) && !BetterKernels().Any(part => IsThere(folder, PlatformNames.MklPart(path, part))))
        {
            return $"its kernels ({kernels}) are neither beside it nor known to the system";
        }

        int chosen = Array.FindIndex(
            Threadings, choice => IsThere(folder, PlatformNames.MklPart(path, choice.Part)) && HasOpenMp(choice.Layer, folder));
        if (chosen < 0)
        {
            return "none of its threading layers is usable: "
                + string.Join(", ", Threadings.Select(choice => PlatformNames.MklPart(path, choice.Part)));
        }

        // These two come before every other call; MKL answers with what is in force.
        int interfaceLayer = services.SetInterfaceLayer(InterfaceIlp64);
        int threadingLayer = services.SetThreadingLayer(Threadings[chosen].Layer);
        threading = Threadings[chosen].Name;
        return (interfaceLayer & InterfaceIlp64) == 0 || threadingLayer != Threadings[chosen].Layer
            ? $"it is already in use in this process with other layers (interface {interfaceLayer}, threading {threadingLayer})"
            : null;
    }

    private static IEnumerable<string> RequiredParts() => OperatingSystem.IsWindows() ? ["core"] : ["core", "intel_ilp64"];

    /// <summary>Kernels that MKL takes in place of the default ones, which it does on Intel's own processors only.</summary>
    private static IEnumerable<string> BetterKernels()
    {
        if (X86Base.IsSupported)
        {
            (_, int ebx, int ecx, int edx) = X86Base.CpuId(0, 0);
            bool genuineIntel = ebx == 0x756e6547 && edx == 0x49656e69 && ecx == 0x6c65746e;
            if (genuineIntel && Avx512F.IsSupported)
            {
                yield return "avx512";
            }
            else if (genuineIntel && Avx2.IsSupported)
            {
                yield return "avx2";
            }
        }
    }

    /// <summary>Whether <c>mkl_rt</c> will find a part: it looks beside itself, then asks the system.</summary>
    private static bool IsThere(string folder, string part) =>
        File.Exists(Path.Combine(folder, part)) || NativeLibrary.TryLoad(part, out _);

    private static bool HasOpenMp(int layer, string folder)
    {
        string? runtime = (layer, OperatingSystem.IsWindows(), OperatingSystem.IsMacOS()) switch
        {
            (0, true, _) => "libiomp5md.dll",
            (0, _, true) => "libiomp5.dylib",
            (0, _, _) => "libiomp5.so",
            (3, _, _) => "libgomp.so.1",
            _ => null,
        };
        return runtime is null
            || LibraryLocations.ApplicationFolders.Prepend(folder).Select(place => Path.Combine(place, runtime))
                .Where(File.Exists).Append(runtime).Any(SystemLoader.TryLoadGlobally);
    }
}
