using System.Runtime.InteropServices;

namespace LowRank.Interop;

/// <summary>What <see cref="NativeLibrary"/> does not offer: loading with global visibility, and the file behind an address.</summary>
internal static unsafe partial class SystemLoader
{
    private const int LoadNow = 2;
    private static readonly int LoadGlobal = OperatingSystem.IsMacOS() ? 8 : 0x100;

    /// <summary>
    /// Loads a library whose symbols everything loaded later may use, which is what a library with undeclared dependencies
    /// needs. Does nothing on Windows, where there is no such need.
    /// </summary>
    internal static bool TryLoadGlobally(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return NativeLibrary.TryLoad(path, out _);
        }

        try
        {
            return OpenFromLibc(path, LoadNow | LoadGlobal) != 0;
        }
        catch (EntryPointNotFoundException)
        {
            return OpenFromLibdl(path, LoadNow | LoadGlobal) != 0; // glibc before 2.34
        }
    }

    /// <summary>Loads a library, or says in the words of the system's loader why not.</summary>
    internal static string? TryLoad(string path, out nint handle)
    {
        try
        {
            handle = NativeLibrary.Load(path);
            return null;
        }
        catch (Exception error) when (error is DllNotFoundException or BadImageFormatException)
        {
            handle = 0;

            // The runtime puts advice in front; the last line is what the system's loader said.
            string[] lines = error.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            string reason = lines is [.., var last] ? last : error.Message;
            return reason.StartsWith(path + ": ", StringComparison.Ordinal) ? reason[(path.Length + 2)..] : reason;
        }
    }

    /// <summary>The full path of the library that holds this address, or null.</summary>
    internal static string? FileOf(nint address)
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        AddressInformation information;
        try
        {
            if (AddressFromLibc((void*)address, &information) == 0)
            {
                return null;
            }
        }
        catch (EntryPointNotFoundException)
        {
            if (AddressFromLibdl((void*)address, &information) == 0)
            {
                return null;
            }
        }

        string? file = Marshal.PtrToStringUTF8((nint)information.FileName);
        return file is null ? null : Path.GetFullPath(file);
    }

    /// <summary>
    /// Sets a variable that native code reads, unless it is set. .NET keeps a copy of the environment of its own, which native code does
    /// not see.
    /// </summary>
    internal static void SetNativeVariableIfUnset(string name, string value)
    {
        if (Environment.GetEnvironmentVariable(name) is null && !OperatingSystem.IsWindows())
        {
            _ = SetVariable(name, value, 0); // fails only for want of memory, and then nothing is lost but speed
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "dlopen", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint OpenFromLibc(string path, int flags);

    [LibraryImport("libdl.so.2", EntryPoint = "dlopen", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint OpenFromLibdl(string path, int flags);

    [LibraryImport("libc", EntryPoint = "dladdr")]
    private static partial int AddressFromLibc(void* address, AddressInformation* information);

    [LibraryImport("libdl.so.2", EntryPoint = "dladdr")]
    private static partial int AddressFromLibdl(void* address, AddressInformation* information);

    /// <summary><c>Dl_info</c> of dlfcn.h.</summary>
    private struct AddressInformation
    {
        public byte* FileName;
        public void* FileBase;
        public byte* SymbolName;
        public void* SymbolAddress;
    }
}
